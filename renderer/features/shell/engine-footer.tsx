import { usePair } from "../../store/session-context.tsx";
import { strings } from "../../strings.ts";
import styles from "./engine-footer.module.css";

/** Where the engine runs and how it is. */
export function EngineFooter() {
  const engine = usePair((state) => state.engine);
  const loaded = usePair((state) => (state.pair.state === "loaded" ? state.pair.pair : null));
  return (
    <footer className={styles.footer} data-engine-state={engine.state}>
      {loaded === null ? null : (
        <p>
          {strings.engine.backend[loaded.backend]} · {strings.engine.threads(loaded.threads)}
        </p>
      )}
      <p className={styles.state}>
        <span className={styles.dot} data-state={engine.state} aria-hidden />
        {strings.engine.status[engine.state]}
      </p>
    </footer>
  );
}
