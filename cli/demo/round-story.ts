import type { Round } from "../../contract/trace.ts";
import type { Looks, Mark } from "../output/marks.ts";
import { visibleText } from "../output/visible-text.ts";

/** One round told in a line: what the draft guessed, and what became of it. */
export function roundStory(round: Round, looks: Looks): string {
  const show = (mark: Mark, text: string) => `${looks[mark].open}${quoted(text)}${looks[mark].close}`;
  const guesses = round.drafted.map(({ verdict, text }) =>
    verdict === "accepted" ? show("accepted", text) : verdict === "rejected" ? show("rejected", text) : quoted(text),
  );
  const last = round.emitted.at(-1);
  const said = last === undefined || last.origin === "accepted" ? "" : show(last.origin, last.text);
  return `  ${[guesses.join(" "), outcome(round), said].filter((part) => part !== "").join("  ")}`;
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
