import { GitBranch } from "lucide-react";
import { plainText, visibleText } from "../../../contract/visible-text.ts";
import { strings } from "../../strings.ts";
import { classNames } from "../../ui/class-names.ts";
import { formatProbability } from "../../ui/format.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { Meter } from "../../ui/meter.tsx";
import styles from "./candidate-table.module.css";
import { type CandidateRow, shortTable, type TokenDetails } from "./token-details.ts";

const SHORT = 6;

interface CandidateTableProps {
  readonly details: TokenDetails;
  /** Both top tens, rather than the best few of them. */
  readonly whole: boolean;
  /** Goes on from this place with that token; null where the reply cannot be continued here. */
  readonly onChoose: ((id: number) => void) | null;
}

/** What both models would have said in this place, side by side, with the rest of their mass. */
export function CandidateTable({ details, whole, onChoose }: CandidateTableProps) {
  const { candidates } = details;
  const rows = candidates === null ? [ownRow(details)] : whole ? candidates : shortTable(candidates, SHORT);
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
          {onChoose === null ? null : (
            <th scope="col" className={styles.action}>
              <span className="visually-hidden">{strings.card.continue}</span>
            </th>
          )}
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
            {onChoose === null ? null : (
              <td className={styles.action}>
                <IconButton
                  label={strings.card.branch(plainText(visibleText(row.token)))}
                  icon={GitBranch}
                  side="left"
                  className={styles.branch}
                  onClick={() => onChoose(row.id)}
                />
              </td>
            )}
          </tr>
        ))}
        {candidates === null ? null : (
          <tr>
            <th scope="row" className={styles.rest}>
              {strings.card.rest}
            </th>
            <Share value={rest(rows, "p")} tone="rest" none="" />
            <Share value={rest(rows, "q")} tone="rest" none="" />
          </tr>
        )}
      </tbody>
    </table>
  );
}

interface ShareProps {
  readonly value: number | null;
  readonly tone: "target" | "draft" | "rest";
  /** What to say where there is no value. */
  readonly none: string;
}

function Share({ value, tone, none }: ShareProps) {
  if (value === null) return <td className={classNames(styles.cell, styles.none)}>{none}</td>;
  return (
    <td className={styles.cell}>
      <span className={styles.share}>
        <Meter share={value} tone={tone === "rest" ? "quiet" : tone} className={styles.bar} />
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
