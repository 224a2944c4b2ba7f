/**
 * What runs in the replay page. Plain script for any browser: it reads the data beside it, writes text by textContent
 * only, and asks nothing of anybody.
 */
export const playerScript = `
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("trace").textContent);
  const element = (id) => document.getElementById(id);
  const text = element("text"), scrubber = element("scrubber"), place = element("place"), play = element("play");
  const speed = element("speed"), card = element("card");
  const steps = [];
  const spans = [];
  let ms = 0;
  steps.push({ round: -1, at: 0 });
  data.rounds.forEach((round, index) => {
    const base = steps.length;
    round.drafted.forEach((token, at) => {
      steps.push({ round: index, at: ms + (round.ms[0] * (at + 1)) / round.drafted.length, drafted: at + 1 });
    });
    ms += round.ms[0] + round.ms[1] + round.ms[2];
    const done = steps.push({ round: index, at: ms, done: true }) - 1;
    for (const token of round.reading) {
      const span = document.createElement("span");
      span.textContent = token.text;
      span.tabIndex = -1;
      span.className = "token " + token.mark;
      if (token.emitted) span.dataset.emitted = ""; else span.dataset.guess = "";
      const drafted = token.draft === null ? done : base + token.draft;
      spans.push({ span, token, round: index, drafted, done });
      span.addEventListener("click", () => show(index, token, span));
      text.append(span);
    }
  });
  const last = steps.length - 1;
  scrubber.max = String(last);
  let step = last, playing = false, clock = 0, before = 0, marked = null;

  function paint() {
    for (const { span, token, drafted, done } of spans) {
      const hidden = step < drafted || (step >= done && token.mark === "untested");
      if (span.hidden !== hidden) span.hidden = hidden;
      const name = "token " + (step < done ? "waiting" : token.mark);
      if (span.className !== name) span.className = name;
    }
    const at = steps[step];
    scrubber.value = String(step);
    const words = at.round < 0 ? "before the first round"
      : "round " + (at.round + 1) + " of " + data.rounds.length + (at.done ? "" : ", " + at.drafted + " drafted");
    place.textContent = words;
    scrubber.setAttribute("aria-valuetext", words);
    play.textContent = playing ? "Pause" : "Play";
  }
  function go(to) { step = Math.min(last, Math.max(0, to)); clock = steps[step].at; paint(); }
  function round(direction) {
    let to = step + direction;
    while (to > 0 && to < last && !steps[to].done) to += direction;
    go(to);
  }
  function toggle() {
    playing = !playing;
    if (playing && step === last) go(0);
    before = performance.now();
    if (playing) requestAnimationFrame(tick);
    paint();
  }
  function tick(now) {
    if (!playing) return;
    clock += Math.max(0, now - before) * Number(speed.value);
    before = now;
    let to = step;
    while (to < last && steps[to + 1].at <= clock) to += 1;
    if (to !== step) { step = to; paint(); }
    if (step === last) { playing = false; paint(); } else requestAnimationFrame(tick);
  }
  function row(table, cells, kind) {
    const line = table.insertRow();
    for (const content of cells) {
      const cell = document.createElement(kind);
      cell.textContent = content;
      line.append(cell);
    }
  }
  function show(index, token, span) {
    if (marked) marked.removeAttribute("aria-current");
    marked = span;
    span.setAttribute("aria-current", "true");
    const table = document.createElement("table");
    row(table, ["token", "target p", "draft q"], "th");
    const own = [token.text, token.p, token.q];
    for (const cells of [own, ...token.others]) row(table, cells.map((value) => value === null ? "\\u2013" : String(value)), "td");
    const title = document.createElement("h2");
    title.textContent = "Round " + (index + 1) + ": " + token.mark + ", id " + token.id;
    const why = document.createElement("p");
    why.className = "quiet";
    why.textContent = token.why;
    card.replaceChildren(title, table, why);
    card.hidden = false;
  }

  play.addEventListener("click", toggle);
  element("round-back").addEventListener("click", () => round(-1));
  element("token-back").addEventListener("click", () => go(step - 1));
  element("token-on").addEventListener("click", () => go(step + 1));
  element("round-on").addEventListener("click", () => round(1));
  scrubber.addEventListener("input", () => go(Number(scrubber.value)));
  document.addEventListener("keydown", (event) => {
    if (event.target === speed || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === " " && event.target instanceof HTMLButtonElement) return;
    if (event.key === " ") toggle();
    else if (event.key === "ArrowRight") event.shiftKey ? round(1) : go(step + 1);
    else if (event.key === "ArrowLeft") event.shiftKey ? round(-1) : go(step - 1);
    else if (event.key === "Home") go(0);
    else if (event.key === "End") go(last);
    else return;
    event.preventDefault();
  });
  paint();
})();
`;
