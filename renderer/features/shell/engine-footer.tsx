import { Keyboard } from "lucide-react";
import { usePair, useSession } from "../../store/session-context.tsx";
import { strings } from "../../strings.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import styles from "./engine-footer.module.css";

/** Where the engine runs and how it is. */
export function EngineFooter() {
  const { view } = useSession();
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
        <span className={styles.help}>
          <IconButton
            label={strings.shortcuts.open}
            icon={Keyboard}
            side="top"
            onClick={() => view.getState().showShortcuts(true)}
          />
        </span>
      </p>
    </footer>
  );
}
