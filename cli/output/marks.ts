import type { Origin } from "../../contract/trace.ts";

/** What a piece of text on screen is: an emitted token's origin, or a guess that the target refused. */
export type Mark = Origin | "rejected";

/** How marked text begins and ends. */
interface Look {
  readonly open: string;
  readonly close: string;
}
export type Looks = Readonly<Record<Mark, Look>>;

const sequence = (codes: string): Look => ({ open: `\u001b[${codes}m`, close: "\u001b[0m" });
const plain: Look = { open: "", close: "" };

/** Colours of the terminal's own palette, and a second cue beside each: none, underlined, bold, struck. */
export const colouredLooks: Looks = {
  accepted: sequence("32"),
  correction: sequence("4;33"),
  bonus: sequence("1;36"),
  plain,
  chosen: sequence("35"),
  rejected: sequence("9;31"),
};

/** The same told by brackets, for pipes and for terminals without colour. */
export const bracketedLooks: Looks = {
  accepted: { open: "{", close: "}" },
  correction: { open: "[", close: "]" },
  bonus: { open: "<", close: ">" },
  plain,
  chosen: { open: "(", close: ")" },
  rejected: { open: "~", close: "~" },
};

/** One line that explains the looks. */
export function legend(looks: Looks, marks: readonly Mark[]): string {
  return marks.map((mark) => `${looks[mark].open}${mark}${looks[mark].close}`).join(" ");
}

/** Whether to use colour: on a terminal, unless NO_COLOR (no-color.org) or a terminal that cannot; FORCE_COLOR insists. */
export function wantsColour(isTerminal: boolean, environment: NodeJS.ProcessEnv): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = environment;
  if (NO_COLOR !== undefined && NO_COLOR !== "") return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== "") return FORCE_COLOR !== "0" && FORCE_COLOR !== "false";
  return isTerminal && TERM !== "dumb";
}
