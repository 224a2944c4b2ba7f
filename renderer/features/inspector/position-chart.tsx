import type { PositionCount } from "../../../contract/reply-figures.ts";
import { strings } from "../../strings.ts";
import { BarColumns } from "./bar-columns.tsx";
import styles from "./charts.module.css";

const LABELLED = 8;

/** How often a guess was kept, by its place in the draft. */
export function PositionChart({ counts }: { readonly counts: readonly PositionCount[] }) {
  return (
    <figure className={styles.card} data-wide={counts.length > LABELLED}>
      <figcaption className={styles.title}>{strings.inspector.byPosition}</figcaption>
      {counts.length === 0 ? (
        <p className={styles.empty}>{strings.inspector.byPositionEmpty}</p>
      ) : (
        <BarColumns
          columns={counts.map(({ tested, accepted }, index) => {
            const share = tested === 0 ? 0 : accepted / tested;
            return {
              key: index,
              share,
              value: String(Math.round(share * 100)),
              label: String(index + 1),
              description: strings.inspector.byPositionBar(index + 1, accepted, tested),
            };
          })}
        />
      )}
    </figure>
  );
}
