import { TextSearch } from "lucide-react";
import { Fragment, memo } from "react";
import type { DraftEnd, Round } from "../../../contract/trace.ts";
import { strings } from "../../strings.ts";
import { pending } from "./pending-guesses.tsx";
import type { RoundProgress } from "./replay-view.ts";
import styles from "./round-lane.module.css";
import { TokenChip } from "./token-span.tsx";
import { addedTokens, type DisplayToken, draftedTokens } from "./token-stream.ts";

/** A character without a width: the line of guesses may break there. */
const BREAK = "\u200b";

interface RoundLaneProps {
  readonly round: Round;
  /** The time that fills the bar, in milliseconds. */
  readonly fullMs: number;
  readonly active: boolean;
  /** How far a replay has come in this round; null: the round is shown as it ended. */
  readonly progress: RoundProgress | null;
  /** Always the same function, or the lane is drawn again for nothing. */
  readonly onPick: (round: Round) => void;
}

/**
 * One round on one line: the guesses, what became of them, what was added, and where its time went. Of as few elements
 * as can be: scrolling draws dozens of lanes in a frame.
 */
export const RoundLane = memo(function RoundLane({ round, fullMs, active, progress, onPick }: RoundLaneProps) {
  const verified = progress === null;
  const added = verified ? addedTokens(round) : [];
  const guesses = guessesAt(round, progress);
  return (
    <button
      type="button"
      className={styles.lane}
      aria-pressed={active}
      data-lane={round.index}
      {...(typeof progress === "number" ? { "aria-current": "step" as const } : {})}
      onClick={() => onPick(round)}
    >
      <span role="img" aria-label={describeLane(round, verified)} className={styles.index}>
        {round.index + 1}
      </span>
      {guesses.length === 0 ? null : (
        <span className={styles.drafted}>
          {round.drafter === "lookup" ? <TextSearch size="0.75rem" aria-hidden className={styles.lookup} /> : null}
          {guesses.map((token) => (
            <Fragment key={token.slot}>
              <TokenChip token={token} />
              {BREAK}
            </Fragment>
          ))}
        </span>
      )}
      {verified && round.draftEnd !== undefined ? (
        <DraftStop reason={round.draftEnd} alone={guesses.length === 0} />
      ) : null}
      <span className={styles.added}>
        {added.length > 0 && round.drafted.length > 0 ? "→" : null}
        {added.map((token) => (
          <TokenChip key={token.slot} token={token} />
        ))}
      </span>
      {verified ? (
        <>
          <TimeBar {...round.timing} fullMs={fullMs} />
          <span className={styles.kept}>
            {round.drafted.length === 0 ? "–" : `${keptGuesses(round)}/${round.drafted.length}`}
          </span>
        </>
      ) : null}
    </button>
  );
});

/** The guesses that a replay has come to; each looks like the others until the target has spoken. */
function guessesAt(round: Round, progress: RoundProgress | null): readonly DisplayToken[] {
  if (progress === "before") return [];
  return progress === null ? draftedTokens(round) : draftedTokens(round).slice(0, progress).map(pending);
}

function keptGuesses({ drafted }: Round): number {
  return drafted.filter((token) => token.verdict === "accepted").length;
}

/** The lane for those who do not see it. A label would hide the tokens from them. */
function describeLane(round: Round, verified: boolean): string {
  const { index, drafted, end, draftEnd, timing } = round;
  const { lane, laneToCome, draftStopped, time } = strings.inspector;
  if (!verified) return laneToCome(index);
  return [
    lane(index, keptGuesses(round), drafted.length, end),
    ...(draftEnd === undefined ? [] : [draftStopped(draftEnd)]),
    time(timing.draftMs, timing.verifyMs, timing.overheadMs),
  ].join(", ");
}

/** Why fewer guesses were made than k: in words where there is room for them, else as a sign with the words behind it. */
function DraftStop({ reason, alone }: { readonly reason: DraftEnd; readonly alone: boolean }) {
  return (
    <span
      aria-hidden
      className={alone ? styles.stopReason : styles.stop}
      data-draft-end={reason}
      title={strings.inspector.draftStopped(reason)}
    >
      {alone ? strings.inspector.draftEnds[reason] : "⊣"}
    </span>
  );
}

interface TimeBarProps {
  readonly draftMs: number;
  readonly verifyMs: number;
  readonly overheadMs: number;
  readonly fullMs: number;
}

/** As wide as the style sheet has it, in CSS pixels. */
const BAR_WIDTH = 52;

/** Three bars that begin at the same place, each in front of the longer ones, with a pixel of the lane between them. */
function TimeBar({ draftMs, verifyMs, overheadMs, fullMs }: TimeBarProps) {
  const width = (ms: number, pixels: number): string =>
    `${((fullMs === 0 ? 0 : (ms / fullMs) * BAR_WIDTH) + pixels).toFixed(1)}px`;
  const widths = [
    width(draftMs, 0),
    width(draftMs, 1),
    width(draftMs + verifyMs, 1),
    width(draftMs + verifyMs, 2),
    width(draftMs + verifyMs + overheadMs, 2),
  ];
  return <span className={styles.time} style={{ backgroundSize: widths.join(", ") }} />;
}
