import type { Round } from "../../../contract/trace.ts";
import { strings } from "../../strings.ts";
import { classNames } from "../../ui/class-names.ts";
import { formatProbability } from "../../ui/format.ts";
import { Meter } from "../../ui/meter.tsx";
import { explainToken } from "./explain-token.ts";
import styles from "./token-card.module.css";
import { type CandidateRow, type TokenDetails, type TokenPlace, tokenDetails } from "./token-details.ts";
import { plainText, visibleText } from "./visible-text.ts";

interface TokenCardProps {
  readonly place: TokenPlace;
  readonly rounds: readonly Round[];
}

/** Both models' view of one token, and why it stayed or went. */
export function TokenCard({ place, rounds }: TokenCardProps) {
  const round = rounds[place.round];
  const details = round === undefined ? null : tokenDetails(round, place.slot);
  if (details === null) return null;
  return (
    <section className={styles.card} aria-label={strings.card.label} data-card-token={`${place.round}.${place.slot}`}>
      <h3 className={styles.title}>
        <span>{strings.card.place(place.round, details.position)}</span>
        <span>{strings.card.kinds[details.token.mark]}</span>
      </h3>
      <p className={styles.token}>
        <span className={classNames(styles.text, styles[details.token.mark])}>{plainText(details.token)}</span>
        <span className={styles.id}>{strings.card.id(details.id)}</span>
      </p>
      <CandidateTable details={details} />
      <p className={styles.why}>{explainToken(details)}</p>
      {details.candidates === null ? <p className={styles.why}>{strings.card.notCaptured}</p> : null}
    </section>
  );
}

function CandidateTable({ details }: { readonly details: TokenDetails }) {
  const rows = details.candidates ?? [ownRow(details)];
  const restP = rest(rows, "p");
  const restQ = rest(rows, "q");
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col" className={styles.head}>
            {strings.card.token}
          </th>
          <th scope="col" className={styles.head}>
            {strings.card.p}
          </th>
          <th scope="col" className={styles.head}>
            {strings.card.q}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} data-this={row.isThis} data-counterpart={row.isCounterpart}>
            <th scope="row" className={styles.candidate} data-mark={row.isThis ? details.token.mark : undefined}>
              {plainText(visibleText(row.token))}
            </th>
            <Share
              value={row.isThis ? details.p : row.p}
              tone="target"
              none={row.isThis ? absent(details, "p") : "–"}
            />
            <Share value={row.isThis ? details.q : row.q} tone="draft" none={row.isThis ? absent(details, "q") : "–"} />
          </tr>
        ))}
        {details.candidates === null ? null : (
          <tr>
            <th scope="row" className={styles.rest}>
              {strings.card.rest}
            </th>
            <Share value={restP} tone="target" none="" />
            <Share value={restQ} tone="draft" none="" />
          </tr>
        )}
      </tbody>
    </table>
  );
}

interface ShareProps {
  readonly value: number | null;
  readonly tone: "target" | "draft";
  /** What to say where there is no value. */
  readonly none: string;
}

function Share({ value, tone, none }: ShareProps) {
  if (value === null) return <td className={classNames(styles.cell, styles.none)}>{none}</td>;
  return (
    <td className={styles.cell}>
      <span className={styles.share}>
        <Meter share={value} tone={tone} className={styles.bar} />
        <span className={styles.figure}>{formatProbability(value)}</span>
      </span>
    </td>
  );
}

/** The token alone, where nothing else was captured. */
function ownRow({ id, own, p, q }: TokenDetails): CandidateRow {
  return { id, token: own, p, q, isThis: true, isCounterpart: false };
}

function absent(details: TokenDetails, side: "p" | "q"): string {
  if (side === "q" && details.lookedUp) return strings.card.lookedUp;
  const spoke = details.candidates?.some((row) => row[side] !== null) ?? false;
  if (spoke) return strings.card.beyond;
  return side === "p" ? strings.card.notTested : strings.card.noDraft;
}

/** The probability the shown rows leave over; null where that model said nothing. */
function rest(rows: readonly CandidateRow[], side: "p" | "q"): number | null {
  if (rows.every((row) => row[side] === null)) return null;
  return Math.max(0, 1 - rows.reduce((sum, row) => sum + (row[side] ?? 0), 0));
}
