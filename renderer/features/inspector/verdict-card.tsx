import type { Summary } from "../../../contract/summary.ts";
import { strings } from "../../strings.ts";
import { formatCount, formatDuration, formatTimes } from "../../ui/format.ts";
import styles from "./charts.module.css";

/** Whether speculation paid in this reply; how that was worked out is there on demand. */
export function VerdictCard({ summary }: { readonly summary: Summary | null }) {
  const verdict = summary?.verdict ?? null;
  if (summary === null || verdict === null) {
    return (
      <section className={styles.card} data-wide="true" aria-label={strings.inspector.verdict}>
        <h3 className={styles.title}>{strings.inspector.verdict}</h3>
        <p className={styles.empty}>{strings.inspector.noVerdict}</p>
      </section>
    );
  }
  const { plainMsPerToken, msPerToken, speedup, savedMs, source, ageMs } = verdict;
  // What was given to be continued after is not this reply's work.
  const counted = summary.tokens.length - summary.givenTokens;
  const faster = speedup >= 1;
  const measured = faster ? strings.pair.faster(speedup, savedMs) : strings.pair.slower(speedup, savedMs);
  return (
    <section className={styles.card} data-wide="true" aria-label={strings.inspector.verdict}>
      <h3 className={styles.title}>{strings.inspector.verdict}</h3>
      <p className={styles.verdict} data-faster={faster}>
        {summary.drafted === 0 ? strings.inspector.nothingDrafted : measured}
      </p>
      <details className={styles.details}>
        <summary>{strings.inspector.arithmetic}</summary>
        <dl className={styles.sum}>
          <dt>{strings.inspector.plainCost(formatDuration(plainMsPerToken), formatCount(counted))}</dt>
          <dd>{formatDuration(plainMsPerToken * counted)}</dd>
          <dt>{strings.inspector.replyCost(formatDuration(msPerToken), formatCount(counted))}</dt>
          <dd>{formatDuration(msPerToken * counted)}</dd>
          <dt>{faster ? strings.inspector.saved : strings.inspector.lost}</dt>
          <dd>{formatDuration(Math.abs(savedMs))}</dd>
          <dt>{strings.inspector.quotient(formatDuration(plainMsPerToken), formatDuration(msPerToken))}</dt>
          <dd>{formatTimes(speedup)}</dd>
        </dl>
        <p className={styles.remark}>{strings.pair.verdictSources[source](ageMs)}</p>
      </details>
    </section>
  );
}
