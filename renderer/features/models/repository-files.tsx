import type { RemoteModel, Repository } from "../../../contract/downloads.ts";
import { useModels, useSession } from "../../store/session-context.tsx";
import { strings } from "../../strings.ts";
import { Button } from "../../ui/button.tsx";
import { formatBytes } from "../../ui/format.ts";
import styles from "./models.module.css";

interface RepositoryFilesProps {
  readonly repository: Repository;
  /** Null: not known. */
  readonly freeBytes: number | null;
}

/** The quantisations of a repository, smallest first, each with its size and whether it would fit. */
export function RepositoryFiles({ repository, freeBytes }: RepositoryFilesProps) {
  const { bridge, notices } = useSession();
  const running = useModels((state) => state.downloads);
  const words = strings.models;
  const models = repository.models
    .filter(({ file }) => repository.named === null || file === repository.named)
    .toSorted((left, right) => left.bytes - right.bytes);

  const download = async ({ file }: RemoteModel): Promise<void> => {
    await notices.getState().attempt(words.downloadFailed, async () => {
      const { repository: name, revision } = repository;
      await bridge.call("downloads.start", { repository: name, revision, file });
    });
  };

  return (
    <div className={styles.offer}>
      <p className={styles.offerHead}>
        <span className={styles.file}>{repository.repository}</span>
        <span className={styles.quiet}>{words.license(repository.license)}</span>
      </p>
      <ul aria-label={words.offers(repository.repository)} className={styles.offerList}>
        {models.map((model) => (
          <li key={model.file} className={styles.offerRow}>
            <span className={styles.offerName}>
              <strong>{model.quantization ?? words.unknown}</strong>
              <span className={styles.quiet}>{model.file}</span>
            </span>
            <span className={styles.offerFigures}>
              {[formatBytes(model.bytes), words.parts(model.parts)].filter((part) => part !== "").join(" · ")}
              {freeBytes === null ? null : (
                <span className={model.bytes <= freeBytes ? styles.good : styles.bad}>
                  {model.bytes <= freeBytes ? words.fitsMemory : words.exceedsMemory}
                </span>
              )}
            </span>
            <Button
              small
              aria-label={`${words.download} ${model.file}`}
              disabled={running.some((other) => other.state.status === "running" && model.file.endsWith(other.file))}
              onClick={() => void download(model)}
            >
              {words.download}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
