import type { Round } from "../../../contract/trace.ts";
import { plainText, visibleText } from "../../../contract/visible-text.ts";
import { strings } from "../../strings.ts";
import { classNames } from "../../ui/class-names.ts";
import { formatNats } from "../../ui/format.ts";
import { CandidateTable } from "./candidate-table.tsx";
import { explainToken } from "./explain-token.ts";
import { type RoundProgress, roundProgress } from "./replay-view.ts";
import styles from "./token-card.module.css";
import { pendingDetails, type TokenDetails, type TokenPlace, type TopGap, tokenDetails } from "./token-details.ts";
import { TokenFacts } from "./token-facts.tsx";
import type { Slot } from "./token-stream.ts";
import { useMoment } from "./use-moment.ts";

interface TokenCardProps {
  readonly place: TokenPlace;
  readonly rounds: readonly Round[];
  /** With every figure and both top tens, where there is room for them. */
  readonly whole?: boolean;
  /** Lets the reply be continued from here with another token; left out where nothing can be clicked. */
  readonly onBranch?: (keep: number, token: number) => void;
}

/** Both models' view of one token, and why it stayed or went. */
export function TokenCard({ place, rounds, whole = false, onBranch }: TokenCardProps) {
  const progress = roundProgress(useMoment(place.messageId, rounds), place.round);
  const round = rounds[place.round];
  if (round === undefined) return null;
  const details = detailsAt(round, place.slot, progress);
  if (details === null) return progress === null ? null : <p className={styles.why}>{strings.replay.notReached}</p>;
  const keep = details.keepOfRound === null ? null : tokensBefore(rounds, place.round) + details.keepOfRound;
  const onChoose = onBranch === undefined || keep === null ? null : (token: number) => onBranch(keep, token);
  return (
    <section className={styles.card} aria-label={strings.card.label} data-card-token={`${place.round}.${place.slot}`}>
      <h3 className={styles.title}>
        <span>{strings.card.place(place.round, details.position)}</span>
        <span>{details.end === null ? strings.replay.pending : strings.card.kinds[details.token.mark]}</span>
      </h3>
      <p className={styles.token}>
        <span className={classNames(styles.text, styles[details.token.mark])}>{plainText(details.token)}</span>
        <span className={styles.id}>{strings.card.id(details.id)}</span>
      </p>
      {whole ? <TokenFacts details={details} /> : null}
      <CandidateTable details={details} whole={whole} onChoose={onChoose} />
      <Reasons details={details} whole={whole} />
    </section>
  );
}

function tokensBefore(rounds: readonly Round[], round: number): number {
  return rounds.slice(0, round).reduce((sum, { emitted }) => sum + emitted.length, 0);
}

/** In a replay only what is known by then. */
function detailsAt(round: Round, slot: Slot, progress: RoundProgress | null): TokenDetails | null {
  if (progress === null) return tokenDetails(round, slot);
  return progress === "before" ? null : pendingDetails(round, slot, progress);
}

/** The whole card has the end of the draft among its figures. */
function Reasons({ details, whole }: { readonly details: TokenDetails; readonly whole: boolean }) {
  const { drafted, k, draftEnd } = details;
  return (
    <>
      <p className={styles.why}>{explainToken(details)}</p>
      {whole || draftEnd === null ? null : (
        <p className={styles.why}>{strings.card.draftStopped(drafted, k, draftEnd)}</p>
      )}
      {details.topGap === null ? null : <TieRemark gap={details.topGap} />}
      {details.candidates === null ? <p className={styles.why}>{strings.card.notCaptured}</p> : null}
    </>
  );
}

/** Whether the draft was wrong, or the target nearly indifferent. */
function TieRemark({ gap: { first, second, nats, nearTie } }: { readonly gap: TopGap }) {
  const text = nearTie
    ? strings.card.nearTie(plainText(visibleText(first)), plainText(visibleText(second)), formatNats(nats))
    : strings.card.noTie(formatNats(nats));
  return (
    <p className={styles.why} data-near-tie={nearTie}>
      {text}
    </p>
  );
}
