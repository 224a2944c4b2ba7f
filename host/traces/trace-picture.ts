import { acceptedLengths, speedCurve } from "../../contract/reply-charts.ts";
import { addToFigures, emptyFigures, type ReplyFigures } from "../../contract/reply-figures.ts";
import type { Round } from "../../contract/trace.ts";
import { plainText, visibleText } from "../../contract/visible-text.ts";
import { escapeMarkup } from "./markup.ts";

const WIDTH = 960;
const MARGIN = 24;
const LANE = 24;
const CHART_HEIGHT = 120;
/** Beyond this a picture is no use to anybody; it says that it ends here. */
const MOST_LANES = 2_000;
const GLYPH = 7.2;
const BAR_WIDTH = 120;

const colours = {
  accepted: "#0f7f5c",
  rejected: "#b8303d",
  untested: "#565d6a",
  correction: "#935d00",
  bonus: "#1b63c5",
  plain: "#565d6a",
  chosen: "#7238bd",
  text: "#1b1e24",
  muted: "#5b6270",
  line: "#e1e1da",
  draft: "#3f7fd6",
  verify: "#a4a9b3",
  overhead: "#d1616b",
} as const;
type Colour = keyof typeof colours;

/** Lanes and charts of a reply as one picture (SVG): text and shapes only, nothing that runs, nothing that is fetched. */
export function tracePicture(rounds: readonly Round[], title: string): string {
  const figures = addToFigures(emptyFigures, rounds);
  const lanes = rounds.slice(0, MOST_LANES);
  const chartsAt = MARGIN + 32;
  const lanesAt = chartsAt + CHART_HEIGHT + 72;
  const height = lanesAt + lanes.length * LANE + MARGIN + (lanes.length < rounds.length ? LANE : 0);
  const slowest = lanes.reduce((most, round) => Math.max(most, durationOf(round)), 0);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escapeMarkup(title)}" font-family="ui-monospace, monospace" font-size="12">`,
    `<rect width="100%" height="100%" fill="#ffffff"/>`,
    label(MARGIN, MARGIN + 8, title, "text", { size: 15 }),
    ...charts(rounds, figures, chartsAt),
    ...lanes.flatMap((round, index) => lane(round, lanesAt + index * LANE, slowest)),
    ...(lanes.length < rounds.length
      ? [label(MARGIN, height - MARGIN, `The first ${lanes.length} of ${rounds.length} rounds.`, "muted")]
      : []),
    "</svg>",
    "",
  ].join("\n");
}

function lane(round: Round, y: number, slowest: number): string[] {
  const kept = round.drafted.filter(({ verdict }) => verdict === "accepted").length;
  const added = round.emitted.filter(({ origin }) => origin !== "accepted");
  const chips: { readonly text: string; readonly mark: Colour }[] = [
    ...round.drafted.map((token) => ({ text: plainText(visibleText(token)), mark: token.verdict })),
    ...(added.length > 0 && round.drafted.length > 0 ? [{ text: "→", mark: "muted" as const }] : []),
    ...added.map((token) => ({ text: plainText(visibleText(token)), mark: token.origin })),
  ];
  const end = WIDTH - MARGIN - BAR_WIDTH - 60;
  const parts = [label(MARGIN + 36, y, String(round.index + 1), "muted", { anchor: "end" })];
  let x = MARGIN + 48;
  for (const { text, mark } of chips) {
    const shown = cut(text, 40);
    const width = [...shown].length * GLYPH;
    if (x + width > end) {
      parts.push(label(x, y, "…", "muted"));
      break;
    }
    parts.push(label(x, y, shown, mark, { strike: mark === "rejected" }), underline(x, y + 4, width, mark));
    x += width + 10;
  }
  return [
    ...parts,
    ...timeBar(round, WIDTH - MARGIN - BAR_WIDTH - 44, y - 7, slowest),
    label(WIDTH - MARGIN, y, round.drafted.length === 0 ? "–" : `${kept}/${round.drafted.length}`, "muted", {
      anchor: "end",
    }),
  ];
}

/** The shape of a mark beside its colour, as in the window. */
function underline(x: number, y: number, width: number, mark: Colour): string {
  const dashes: Partial<Record<Colour, string>> = { correction: "5 3", bonus: "2 2", untested: "1 3" };
  if (mark === "rejected" || mark === "muted") return "";
  const dash = dashes[mark];
  return `<line x1="${x}" x2="${round1(x + width)}" y1="${y}" y2="${y}" stroke="${colours[mark]}" stroke-width="2"${dash === undefined ? "" : ` stroke-dasharray="${dash}"`}/>`;
}

function timeBar({ timing }: Round, x: number, y: number, slowest: number): string[] {
  const scale = slowest === 0 ? 0 : BAR_WIDTH / slowest;
  const parts = [
    ["draft", timing.draftMs],
    ["verify", timing.verifyMs],
    ["overhead", Math.max(0, timing.overheadMs)],
  ] as const;
  let at = x;
  return parts.map(([part, ms]) => {
    const width = Math.max(0, ms * scale);
    const bar = rect(at, y, width, 6, part);
    at += width;
    return bar;
  });
}

function charts(rounds: readonly Round[], figures: ReplyFigures, y: number): string[] {
  const column = (WIDTH - 2 * MARGIN) / 4;
  const at = (index: number): number => MARGIN + index * column;
  const lengths = acceptedLengths(rounds);
  const most = lengths.reduce((highest, count) => Math.max(highest, count.rounds), 1);
  return [
    ...bars(
      at(0),
      y,
      column - 24,
      "Accepted by position, %",
      figures.byPosition.map(({ accepted, tested }, index) => {
        const share = tested === 0 ? 0 : accepted / tested;
        return { share, value: String(Math.round(share * 100)), name: String(index + 1) };
      }),
    ),
    ...bars(
      at(1),
      y,
      column - 24,
      "Rounds by guesses kept",
      lengths.map(({ length, rounds: count }) => ({
        share: count / most,
        value: String(count),
        name: String(length),
      })),
    ),
    ...speed(rounds, at(2), y, column - 24),
    ...split(figures, at(3), y, column - 24),
  ];
}

interface Bar {
  readonly share: number;
  readonly value: string;
  readonly name: string;
}

function bars(x: number, y: number, width: number, title: string, entries: readonly Bar[]): string[] {
  const step = entries.length === 0 ? 0 : Math.min(36, width / entries.length);
  return [
    label(x, y, title, "muted"),
    ...entries.flatMap(({ share, value, name }, index) => {
      const left = x + index * step;
      const height = Math.max(1, share * (CHART_HEIGHT - 40));
      const centre = round1(left + (step - 6) / 2);
      return [
        rect(left, y + CHART_HEIGHT - 16 - height, step - 6, height, "accepted"),
        label(centre, y + CHART_HEIGHT - 22 - height, value, "text", { anchor: "middle", size: 10 }),
        label(centre, y + CHART_HEIGHT, name, "muted", { anchor: "middle", size: 10 }),
      ];
    }),
  ];
}

function speed(rounds: readonly Round[], x: number, y: number, width: number): string[] {
  const points = speedCurve(rounds, 120);
  const last = points.at(-1);
  if (last === undefined) return [];
  const top = points.reduce((highest, point) => Math.max(highest, point.perSecond), 0);
  const path = points.map(({ tokens, perSecond }, index) => {
    const across = x + (tokens / last.tokens) * width;
    const down = y + CHART_HEIGHT - 16 - (top === 0 ? 0 : (perSecond / top) * (CHART_HEIGHT - 40));
    return `${index === 0 ? "M" : "L"}${round1(across)} ${round1(down)}`;
  });
  return [
    label(x, y, "Tokens per second so far", "muted"),
    `<path d="${path.join(" ")}" fill="none" stroke="${colours.accepted}" stroke-width="2"/>`,
    label(x, y + CHART_HEIGHT, `${last.perSecond.toFixed(1)} after ${last.tokens} tokens`, "text", { size: 10 }),
  ];
}

function split({ draftMs, verifyMs, overheadMs }: ReplyFigures, x: number, y: number, width: number): string[] {
  const parts = [
    ["draft", draftMs],
    ["verify", verifyMs],
    ["overhead", Math.max(0, overheadMs)],
  ] as const;
  const total = parts.reduce((sum, [, ms]) => sum + ms, 0);
  let at = x;
  return [
    label(x, y, "Where the time went", "muted"),
    ...parts.flatMap(([part, ms], index) => {
      const share = total === 0 ? 0 : (ms / total) * width;
      const bar = rect(at, y + 16, share, 8, part);
      at += share;
      return [bar, label(x, y + 48 + index * 20, `${part} ${(ms / 1000).toFixed(2)} s`, "text")];
    }),
  ];
}

interface LabelLook {
  readonly anchor?: "middle" | "end";
  readonly size?: number;
  readonly strike?: boolean;
}

function label(x: number, y: number, text: string, colour: Colour, { anchor, size, strike }: LabelLook = {}): string {
  const look = [
    anchor === undefined ? "" : ` text-anchor="${anchor}"`,
    size === undefined ? "" : ` font-size="${size}"`,
    strike === true ? ' text-decoration="line-through"' : "",
  ].join("");
  return `<text x="${round1(x)}" y="${round1(y)}" fill="${colours[colour]}"${look} xml:space="preserve">${escapeMarkup(text)}</text>`;
}

function rect(x: number, y: number, width: number, height: number, colour: Colour): string {
  return `<rect x="${round1(x)}" y="${round1(y)}" width="${round1(width)}" height="${round1(height)}" fill="${colours[colour]}"/>`;
}

function durationOf({ timing }: Round): number {
  return timing.draftMs + timing.verifyMs + timing.overheadMs;
}

function cut(text: string, most: number): string {
  const characters = [...text];
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join("")}…`;
}

function round1(value: number): number {
  return Math.round(value * 10) / 10;
}
