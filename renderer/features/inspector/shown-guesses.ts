import type { Mark } from "./token-stream.ts";

/** Which of the guesses that were thrown away a reply shows between its tokens. */
export type ShownGuesses = "none" | "rejected" | "all";

export function isShown(mark: Mark, guesses: ShownGuesses): boolean {
  switch (guesses) {
    case "all":
      return true;
    case "rejected":
      return mark !== "untested";
    case "none":
      return mark !== "untested" && mark !== "rejected";
  }
}
