import { CornerLeftUp, FilePlus, Folder } from "lucide-react";
import { useEffect, useState } from "react";
import type { FolderListing } from "../../../contract/downloads.ts";
import { useSession } from "../../store/session-context.tsx";
import { strings } from "../../strings.ts";
import { Button } from "../../ui/button.tsx";
import { DialogFrame } from "../../ui/dialog-frame.tsx";
import styles from "./folder-browser.module.css";
import { Path } from "./path.tsx";

interface FolderBrowserProps {
  /** Why it is shown, where that was not asked for. */
  readonly hint?: string;
  /** A folder, or a GGUF file. */
  readonly onChoose: (path: string) => void;
  readonly onClose: () => void;
}

/** Walks the folders of the host's computer and picks one, or a model in one: a page is told no paths by the browser's own dialogs. */
export function FolderBrowser({ hint, onChoose, onClose }: FolderBrowserProps) {
  const { bridge, notices } = useSession();
  const [listing, setListing] = useState<FolderListing | null>(null);
  const words = strings.models;

  const show = async (path: string | null): Promise<void> => {
    await notices.getState().attempt(words.refreshFailed, async () => {
      setListing(await bridge.call("folders.browse", { path }));
    });
  };

  const choose = (path: string): void => {
    onChoose(path);
    onClose();
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: begins in the user's own folder, once
  useEffect(() => {
    void show(null);
  }, []);

  return (
    <DialogFrame
      title={words.chooseFolder}
      {...(hint === undefined ? {} : { hint })}
      confirm={
        <Button look="primary" disabled={listing === null} onClick={() => listing !== null && choose(listing.path)}>
          {words.chooseThis}
        </Button>
      }
      onClose={onClose}
    >
      {listing === null ? null : (
        <>
          <p className={styles.path}>
            <Path path={listing.path} />
          </p>
          <ul className={styles.list}>
            {listing.parent === null ? null : (
              <li>
                <button type="button" className={styles.folder} onClick={() => void show(listing.parent)}>
                  <CornerLeftUp size="0.9375rem" aria-hidden /> {words.up}
                </button>
              </li>
            )}
            {listing.folders.map((folder) => (
              <li key={folder.path}>
                <button type="button" className={styles.folder} onClick={() => void show(folder.path)}>
                  <Folder size="0.9375rem" aria-hidden /> {folder.name}
                </button>
              </li>
            ))}
            {listing.models.map((model) => (
              <li key={model.path}>
                <button
                  type="button"
                  className={styles.folder}
                  aria-label={words.addThisFile(model.name)}
                  onClick={() => choose(model.path)}
                >
                  <FilePlus size="0.9375rem" aria-hidden /> {model.name}
                </button>
              </li>
            ))}
          </ul>
          <p className={styles.found}>{words.found(listing.models.length)}</p>
        </>
      )}
    </DialogFrame>
  );
}
