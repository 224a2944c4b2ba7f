import type { Round } from "../../../contract/trace.ts";
import type { Moment } from "./replay-timeline.ts";
import { TokenSpan } from "./token-span.tsx";
import { type DisplayToken, draftedTokens } from "./token-stream.ts";

interface PendingGuessesProps {
  readonly rounds: readonly Round[];
  readonly moment: Moment;
}

/** The guesses of the round that a replay is in the middle of. Whether they are thought to be hidden or not, here they wait. */
export function PendingGuesses({ rounds, moment }: PendingGuessesProps) {
  const round = rounds[moment.round];
  if (round === undefined || moment.verified || moment.drafted === 0) return null;
  return (
    <span role="presentation">
      {draftedTokens(round)
        .slice(0, moment.drafted)
        .map((token) => (
          <TokenSpan key={token.slot} token={pending(token)} />
        ))}
    </span>
  );
}

/** Before the target has spoken every guess looks the same: drafted and not tested. */
export function pending(token: DisplayToken): DisplayToken {
  return { ...token, mark: "untested" };
}
