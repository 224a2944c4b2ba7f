import { acceptedLengths } from "../../../contract/reply-charts.ts";
import type { Round } from "../../../contract/trace.ts";
import { strings } from "../../strings.ts";
import { BarColumns } from "./bar-columns.tsx";
import styles from "./charts.module.css";

const LABELLED = 8;

/** In how many rounds none, one, two ... guesses were kept. */
export function LengthChart({ rounds }: { readonly rounds: readonly Round[] }) {
  const counts = acceptedLengths(rounds);
  const most = counts.reduce((highest, count) => Math.max(highest, count.rounds), 0);
  return (
    <figure className={styles.card} data-wide={counts.length > LABELLED}>
      <figcaption className={styles.title}>{strings.inspector.lengths}</figcaption>
      {counts.length === 0 ? (
        <p className={styles.empty}>{strings.inspector.byPositionEmpty}</p>
      ) : (
        <BarColumns
          columns={counts.map(({ length, rounds: count }) => ({
            key: length,
            share: count / most,
            value: String(count),
            label: String(length),
            description: strings.inspector.lengthBar(length, count),
          }))}
        />
      )}
    </figure>
  );
}
