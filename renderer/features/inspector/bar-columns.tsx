import styles from "./charts.module.css";

const HEIGHT = 56;

export interface BarColumn {
  readonly key: number;
  /** 0 to 1 of the height. */
  readonly share: number;
  /** Above the bar. */
  readonly value: string;
  /** Below it. */
  readonly label: string;
  /** The whole of it in words, for those who do not see the bar. */
  readonly description: string;
}

/** Bars beside each other, readable as a list. */
export function BarColumns({ columns }: { readonly columns: readonly BarColumn[] }) {
  return (
    <ol className={styles.bars}>
      {columns.map(({ key, share, value, label, description }) => (
        <li key={key} className={styles.column}>
          <span className="visually-hidden">{description}</span>
          <span aria-hidden className={styles.value}>
            {value}
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
            {label}
          </span>
        </li>
      ))}
    </ol>
  );
}
