import { stripVTControlCharacters } from "node:util";
import type { Round } from "../../contract/trace.ts";
import type { Looks, Mark } from "../output/marks.ts";
import { visibleText } from "../output/visible-text.ts";

/** Wide enough for three guesses of the usual length. */
const GUESSES_WIDTH = 38;

interface Piece {
  readonly text: string;
  /** Null: shown as it is. */
  readonly mark: Mark | null;
}

/** One round told in a line: what the draft guessed, and what became of it. */
export function roundStory(round: Round, looks: Looks): string {
  const guesses = round.drafted.map(
    ({ verdict, text }): Piece => ({ text: quoted(text), mark: verdict === "untested" ? null : verdict }),
  );
  const last = round.emitted.at(-1);
  const said =
    last === undefined || last.origin === "accepted" ? "" : show({ text: quoted(last.text), mark: last.origin }, looks);
  // Padded by what is seen: escape sequences take no room, brackets do.
  const seen = guesses.map((piece) => stripVTControlCharacters(show(piece, looks))).join(" ");
  const padding = " ".repeat(Math.max(0, GUESSES_WIDTH - seen.length));
  return `  ${guesses.map((piece) => show(piece, looks)).join(" ")}${padding}  ${outcome(round)}  ${said}`.trimEnd();
}

function show({ text, mark }: Piece, looks: Looks): string {
  return mark === null ? text : `${looks[mark].open}${text}${looks[mark].close}`;
}

function outcome({ drafted, end }: Round): string {
  if (drafted.length === 0) return "no guess; the target says";
  const accepted = drafted.filter(({ verdict }) => verdict === "accepted").length;
  if (end === "mismatch") return `→ ${accepted} of ${drafted.length} accepted, then the target says`;
  return `→ all ${drafted.length} accepted${end === "all-accepted" ? ", and on top comes" : ""}`;
}

/** Line breaks would tear the line apart, and a blank at either end would not be seen. */
function quoted(text: string): string {
  return `‘${visibleText(text).replaceAll("\n", "↵").replaceAll("\t", "⇥")}’`;
}
