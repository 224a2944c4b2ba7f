import { RefreshCw } from "lucide-react";
import { useState } from "react";
import type { ModelId } from "../../../contract/models.ts";
import { useConnection, useModels, useSession, useSettings } from "../../store/session-context.tsx";
import { strings } from "../../strings.ts";
import { Button } from "../../ui/button.tsx";
import { useFileDrop } from "../../ui/use-file-drop.ts";
import { usePairChoice } from "../pair/use-pair-choice.ts";
import { ModelPlaceSettings } from "../settings/model-place-settings.tsx";
import { Path } from "../settings/path.tsx";
import { useAddModels } from "../settings/use-add-models.tsx";
import { DownloadRow } from "./download-row.tsx";
import { GetModels } from "./get-models.tsx";
import { MemoryFit } from "./memory-fit.tsx";
import { ModelCard } from "./model-card.tsx";
import styles from "./models.module.css";
import { useMemoryForecast } from "./use-memory-forecast.ts";

/** What is on disk and what is wrong with what cannot be used, what the pair takes in memory, and getting more. */
export function ModelsScreen() {
  const session = useSession();
  const models = useModels((state) => state.models);
  const refreshing = useModels((state) => state.refreshing);
  const downloads = useModels((state) => state.downloads);
  const always = useConnection((state) => state.about?.folders.models ?? []);
  const added = useSettings((state) => state.settings?.folders ?? []);
  const files = useSettings((state) => state.settings?.files ?? []);
  const [arrived, setArrived] = useState<readonly ModelId[]>([]);
  const adding = useAddModels(setArrived);
  const { dropping, handlers } = useFileDrop((dropped) => void adding.addDropped(dropped));
  const choice = usePairChoice();
  const memory = useMemoryForecast(choice);
  const words = strings.models;

  const refresh = async (): Promise<void> => {
    await session.notices.getState().attempt(words.refreshFailed, () => session.models.getState().refresh());
  };

  return (
    <div className={styles.scroller} data-dropping={dropping} {...handlers}>
      {dropping ? (
        <div className={styles.dropLine}>
          <p className={styles.drop}>{words.drop}</p>
        </div>
      ) : null}
      <div className={styles.page}>
        <header className={styles.head}>
          <h1 className={styles.title}>{words.title}</h1>
          <Button disabled={refreshing} onClick={() => void refresh()}>
            <RefreshCw size="0.875rem" aria-hidden className={refreshing ? styles.turning : undefined} />
            {refreshing ? words.refreshing : words.refresh}
          </Button>
        </header>
        {downloads.length === 0 ? null : (
          <section aria-label={words.downloads} className={styles.section}>
            <h2 className={styles.sectionTitle}>{words.downloads}</h2>
            <ul className={styles.offerList}>
              {downloads.map((download) => (
                <DownloadRow key={download.id} download={download} />
              ))}
            </ul>
          </section>
        )}
        {choice === null ? null : <MemoryFit state={memory} />}
        {models.length === 0 ? (
          <p className={styles.empty}>{words.empty}</p>
        ) : (
          <ul aria-label={words.mine} className={styles.list}>
            {models.map((model) => (
              <ModelCard key={model.id} model={model} arrived={model.id === arrived[0]} />
            ))}
          </ul>
        )}
        <GetModels freeBytes={memory.state === "known" ? freeBytes(memory.forecast.free) : null} />
        <ModelPlaceSettings folders={added} files={files} />
        <div className={styles.quiet}>
          {words.alsoIn}
          <ul>
            {always
              .filter((folder) => !added.includes(folder))
              .map((folder) => (
                <li key={folder} className={styles.path}>
                  <Path path={folder} />
                </li>
              ))}
          </ul>
        </div>
      </div>
      {adding.browser}
    </div>
  );
}

function freeBytes({ ram, vram }: { readonly ram: number; readonly vram: number }): number {
  return ram + vram;
}
