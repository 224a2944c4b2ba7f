import { TextSearch } from "lucide-react";
import { memo } from "react";
import type { DraftEnd, Round } from "../../../contract/trace.ts";
import { strings } from "../../strings.ts";
import { pending } from "./pending-guesses.tsx";
import type { RoundProgress } from "./replay-view.ts";
import styles from "./round-lane.module.css";
import { TokenSpan } from "./token-span.tsx";
import { addedTokens, draftedTokens } from "./token-stream.ts";

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

/** One round on one line: the guesses, what became of them, what was added, and where its time went. */
export const RoundLane = memo(function RoundLane({ round, fullMs, active, progress, onPick }: RoundLaneProps) {
  const accepted = round.drafted.filter((token) => token.verdict === "accepted").length;
  const begun = progress !== "before";
  const verified = progress === null;
  const added = verified ? addedTokens(round) : [];
  const guesses = draftedTokens(round).slice(0, typeof progress === "number" ? progress : undefined);
  const { draftMs, verifyMs, overheadMs } = round.timing;
  return (
    <button
      type="button"
      className={styles.lane}
      aria-pressed={active}
      data-lane={round.index}
      {...(typeof progress === "number" ? { "aria-current": "step" as const } : {})}
      onClick={() => onPick(round)}
    >
      <span className={styles.index}>{round.index + 1}</span>
      <span className="visually-hidden">
        {verified
          ? [
              strings.inspector.lane(round.index, accepted, round.drafted.length, round.end),
              ...(round.draftEnd === undefined ? [] : [strings.inspector.draftStopped(round.draftEnd)]),
              strings.inspector.time(draftMs, verifyMs, overheadMs),
            ].join(", ")
          : strings.inspector.laneToCome(round.index)}
      </span>
      <span className={styles.chips}>
        {!begun || guesses.length === 0 ? null : (
          <span className={styles.drafted}>
            {round.drafter === "lookup" ? <TextSearch size="0.75rem" aria-hidden className={styles.lookup} /> : null}
            {guesses.map((token) => (
              <TokenSpan key={token.slot} token={withoutLead(verified ? token : pending(token))} />
            ))}
          </span>
        )}
        {verified && round.draftEnd !== undefined ? (
          <DraftStop reason={round.draftEnd} alone={guesses.length === 0} />
        ) : null}
        <span className={styles.added}>
          {added.length > 0 && round.drafted.length > 0 ? <span className={styles.arrow}>→</span> : null}
          {added.map((token) => (
            <TokenSpan key={token.slot} token={withoutLead(token)} />
          ))}
        </span>
      </span>
      {verified ? (
        <>
          <TimeBar draftMs={draftMs} verifyMs={verifyMs} overheadMs={overheadMs} fullMs={fullMs} />
          <span className={styles.kept}>
            {round.drafted.length === 0 ? "–" : `${accepted}/${round.drafted.length}`}
          </span>
        </>
      ) : null}
    </button>
  );
});

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

function TimeBar({ draftMs, verifyMs, overheadMs, fullMs }: TimeBarProps) {
  const width = (ms: number): { width: string } => ({ width: `${fullMs === 0 ? 0 : (ms / fullMs) * 100}%` });
  return (
    <span className={styles.time}>
      <span className={styles.draft} style={width(draftMs)} />
      <span className={styles.verify} style={width(verifyMs)} />
      <span className={styles.overhead} style={width(overheadMs)} />
    </span>
  );
}

/** Chips stand apart by themselves. */
function withoutLead<Token extends { readonly lead: string }>(token: Token): Token {
  return { ...token, lead: "" };
}
