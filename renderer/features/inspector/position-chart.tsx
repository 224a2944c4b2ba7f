import { strings } from "../../strings.ts";
import styles from "./charts.module.css";
import type { PositionCount } from "./reply-figures.ts";

const HEIGHT = 56;
const LABELLED = 8;

/** How often a guess was kept, by its place in the draft. */
export function PositionChart({ counts }: { readonly counts: readonly PositionCount[] }) {
  return (
    <figure className={styles.card} data-wide={counts.length > LABELLED}>
      <figcaption className={styles.title}>{strings.inspector.byPosition}</figcaption>
      {counts.length === 0 ? (
        <p className={styles.empty}>{strings.inspector.byPositionEmpty}</p>
      ) : (
        <ol className={styles.bars}>
          {counts.map((count, index) => {
            const share = count.tested === 0 ? 0 : count.accepted / count.tested;
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: a position is its index.
              <li key={index} className={styles.column}>
                <span className="visually-hidden">
                  {strings.inspector.byPositionBar(index + 1, count.accepted, count.tested)}
                </span>
                <span aria-hidden className={styles.value}>
                  {Math.round(share * 100)}
                </span>
                <svg width="100%" height={HEIGHT} aria-hidden="true" className={styles.plot}>
                  <rect width="100%" height={HEIGHT} rx="3" className={styles.barTrack} />
                  <rect
                    width="100%"
                    y={HEIGHT - Math.max(2, share * HEIGHT)}
                    height={Math.max(2, share * HEIGHT)}
                    rx="3"
                    className={styles.bar}
                  />
                </svg>
                <span aria-hidden className={styles.position}>
                  {index + 1}
                </span>
              </li>
            );
          })}
        </ol>
      )}
    </figure>
  );
}
