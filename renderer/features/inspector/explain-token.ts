import { plainText } from "../../../contract/visible-text.ts";
import { strings } from "../../strings.ts";
import type { TokenDetails } from "./token-details.ts";

/** Why a token stayed, went or came, in one sentence. */
export function explainToken(details: TokenDetails): string {
  const { token, acceptance, counterpart, end } = details;
  if (end === null) return strings.replay.pendingWhy;
  const other = counterpart === null ? null : plainText(counterpart);
  switch (token.mark) {
    case "accepted":
      return explainDraw(acceptance) ?? strings.card.greedyAccepted;
    case "rejected":
      return explainDraw(acceptance) ?? strings.card.greedyRejected(other ?? "∅");
    case "untested":
      return strings.card.untested;
    case "correction":
      return strings.card.correction(other ?? "∅");
    case "bonus":
      return strings.card.bonus;
    case "plain":
      return strings.card.plain;
    case "chosen":
      return strings.card.chosen;
  }
}

/** Null where nothing was drawn: greedy decoding. */
function explainDraw(acceptance: TokenDetails["acceptance"]): string | null {
  if (acceptance === null) return null;
  const { probability, p, q, random } = acceptance;
  if (probability === null || p === null || random === null) return null;
  return strings.card.sampled(probability, p, q, random);
}
