import { describe, expect, it } from "vitest";
import { bracketedLooks, colouredLooks, legend, wantsColour } from "../../../cli/output/marks.ts";
import { createReplyText } from "../../../cli/output/reply-text.ts";
import { bonusRound, mismatchRound, plainRound } from "../sample-rounds.ts";

const quiet = { showRejected: false };

describe("createReplyText", () => {
  it("tells origins by brackets where there is no colour", () => {
    const reply = createReplyText(bracketedLooks, quiet);
    const text = [mismatchRound, bonusRound, plainRound].map((round) => reply.round(round)).join("") + reply.end();
    expect(text).toBe(" {is a} [force] {that} <pulls>.\n");
  });

  it("shares one pair of marks among neighbours of several rounds", () => {
    const reply = createReplyText(bracketedLooks, quiet);
    const onlyAccepted = { ...bonusRound, emitted: bonusRound.emitted.slice(0, 1) };
    expect(reply.round(onlyAccepted) + reply.round(onlyAccepted) + reply.end()).toBe(" {that that}");
  });

  it("shows rejected guesses between what was kept and what replaced them", () => {
    const reply = createReplyText(bracketedLooks, { showRejected: true });
    expect(reply.round(mismatchRound) + reply.end()).toBe(" {is a} ~natural~ [force]");
  });

  it("uses colour and a second cue, and leaves the terminal as it was", () => {
    const reply = createReplyText(colouredLooks, { showRejected: true });
    const text = reply.round(mismatchRound) + reply.end();
    expect(text).toBe(" \u001b[32mis a\u001b[0m \u001b[9;31mnatural\u001b[0m \u001b[4;33mforce\u001b[0m");
  });

  it("keeps a reply from steering the terminal", () => {
    const evil = {
      ...plainRound,
      emitted: [{ id: 1, text: "\u001b]0;title\u0007\r\u202eabc\n", p: 1, origin: "plain" as const }],
    };
    expect(createReplyText(bracketedLooks, quiet).round(evil)).toBe("<U+001B>]0;title<U+0007><U+000D><U+202E>abc\n");
  });

  it("ends a mark at the end of a line", () => {
    const emitted = [" one", ".\n\n", "Two"].map((text, id) => ({ id, text, p: 1, origin: "accepted" as const }));
    const reply = createReplyText(bracketedLooks, quiet);
    expect(reply.round({ ...bonusRound, emitted }) + reply.end()).toBe(" {one.}\n\n{Two}");
  });

  it("writes nothing for tokens without text", () => {
    const silent = { ...bonusRound, emitted: [{ id: 1, text: "", p: 1, origin: "bonus" as const }] };
    const reply = createReplyText(bracketedLooks, quiet);
    expect(reply.round(silent) + reply.end()).toBe("");
  });
});

describe("wantsColour", () => {
  it.each([
    [true, {}, true],
    [false, {}, false],
    [true, { NO_COLOR: "1" }, false],
    [true, { NO_COLOR: "" }, true],
    [true, { TERM: "dumb" }, false],
    [false, { FORCE_COLOR: "1" }, true],
    [true, { FORCE_COLOR: "0" }, false],
    [true, { FORCE_COLOR: "1", NO_COLOR: "1" }, false],
  ])("terminal %s with %j: %s", (isTerminal, environment, expected) => {
    expect(wantsColour(isTerminal, environment)).toBe(expected);
  });
});

describe("legend", () => {
  it("shows every mark as it looks", () => {
    expect(legend(bracketedLooks, ["accepted", "correction", "bonus"])).toBe("{accepted} [correction] <bonus>");
  });
});
