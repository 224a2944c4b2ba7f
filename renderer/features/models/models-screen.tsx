import { RefreshCw } from "lucide-react";
import { useConnection, useModels, useSession } from "../../store/session-context.tsx";
import { strings } from "../../strings.ts";
import { Button } from "../../ui/button.tsx";
import { ModelCard } from "./model-card.tsx";
import styles from "./models.module.css";

/** What is on disk, and what is wrong with what cannot be used. */
export function ModelsScreen() {
  const session = useSession();
  const models = useModels((state) => state.models);
  const refreshing = useModels((state) => state.refreshing);
  const folders = useConnection((state) => state.about?.folders.models ?? []);

  const refresh = async (): Promise<void> => {
    try {
      await session.models.getState().refresh();
    } catch (error) {
      session.notices.getState().fail(strings.models.refreshFailed, error);
    }
  };

  return (
    <div className={styles.scroller}>
      <div className={styles.page}>
        <header className={styles.head}>
          <h1 className={styles.title}>{strings.models.title}</h1>
          <Button disabled={refreshing} onClick={() => void refresh()}>
            <RefreshCw size={14} aria-hidden className={refreshing ? styles.turning : undefined} />
            {refreshing ? strings.models.refreshing : strings.models.refresh}
          </Button>
        </header>
        {models.length === 0 ? (
          <p className={styles.empty}>{strings.models.empty}</p>
        ) : (
          <ul className={styles.list}>
            {models.map((model) => (
              <ModelCard key={model.id} model={model} />
            ))}
          </ul>
        )}
        <section aria-label={strings.models.folders}>
          <h2 className={styles.foldersTitle}>{strings.models.folders}</h2>
          <ul>
            {folders.map((folder) => (
              <li key={folder} className={styles.path}>
                {folder}
              </li>
            ))}
          </ul>
        </section>
      </div>
    </div>
  );
}
