import { X } from "lucide-react";
import { useState } from "react";
import { strings } from "../../strings.ts";
import { Button } from "../../ui/button.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import styles from "./settings.module.css";
import { SettingsSection } from "./settings-section.tsx";
import { useUpdateSettings } from "./use-update-settings.ts";

/** Folders with models beside the bundled ones. */
export function FolderSettings({ folders }: { readonly folders: readonly string[] }) {
  const update = useUpdateSettings();
  const [typed, setTyped] = useState("");
  const path = typed.trim();

  const add = async (): Promise<void> => {
    if (path === "") return;
    if (!folders.includes(path)) await update({ folders: [...folders, path] });
    setTyped("");
  };

  return (
    <SettingsSection title={strings.settings.folders} hint={strings.settings.foldersHint}>
      {folders.length === 0 ? null : (
        <ul className={styles.folders}>
          {folders.map((folder) => (
            <li key={folder} className={styles.folder}>
              <span className={styles.path}>{folder}</span>
              <IconButton
                label={strings.settings.removeFolder(folder)}
                icon={X}
                side="left"
                onClick={() => void update({ folders: folders.filter((other) => other !== folder) })}
              />
            </li>
          ))}
        </ul>
      )}
      <form
        className={styles.add}
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <input
          className={styles.field}
          aria-label={strings.settings.addFolder}
          placeholder={strings.settings.addFolderPlaceholder}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <Button type="submit" disabled={path === ""}>
          {strings.settings.add}
        </Button>
      </form>
    </SettingsSection>
  );
}
