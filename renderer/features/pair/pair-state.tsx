import { usePair } from "../../store/session-context.tsx";
import { strings } from "../../strings.ts";
import styles from "./pair-bar.module.css";

/** One word on whether the pair is in memory, beside the target's label. */
export function PairState() {
  const pair = usePair((state) => state.pair);
  switch (pair.state) {
    case "loaded":
      return null;
    case "loading":
      return <span className={styles.busy}>· {strings.pair.loading(pair.fraction)}</span>;
    case "unloaded":
      return <span>· {strings.pair.unloadedShort}</span>;
    case "failed":
      return <span className={styles.bad}>· {strings.pair.failedShort}</span>;
  }
}
