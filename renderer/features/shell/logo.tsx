import styles from "./sidebar.module.css";

/** Two riders' tracks: the draft ahead, the target behind it. */
export function Logo() {
  return (
    <svg width="22" height="16" viewBox="0 0 22 16" aria-hidden="true" className={styles.mark}>
      <path className={styles.markDraft} d="M8.5 13.5 14.5 3l6 10.5" />
      <path className={styles.markTarget} d="M1.5 13.5 6.8 5l3 4.8" />
    </svg>
  );
}
