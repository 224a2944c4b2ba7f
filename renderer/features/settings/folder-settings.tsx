import { X } from "lucide-react";
import { useEffect, useState } from "react";
import { useSession } from "../../store/session-context.tsx";
import { strings } from "../../strings.ts";
import { Button } from "../../ui/button.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { FolderBrowser } from "./folder-browser.tsx";
import styles from "./settings.module.css";
import { SettingsSection } from "./settings-section.tsx";
import { useUpdateSettings } from "./use-update-settings.ts";

/** Folders with models beside the bundled ones. */
export function FolderSettings({ folders }: { readonly folders: readonly string[] }) {
  const { bridge, notices } = useSession();
  const update = useUpdateSettings();
  const [typed, setTyped] = useState("");
  const path = typed.trim();

  const [browsing, setBrowsing] = useState(false);
  const suggestions = useFolderSuggestions(folders);

  const keep = async (folder: string): Promise<void> => {
    if (!folders.includes(folder)) await update({ folders: [...folders, folder] });
  };
  /** By the system's dialog where there is one, else by a list of the host's folders. */
  const browse = (): Promise<boolean> =>
    notices.getState().attempt(strings.settings.updateFailed, async () => {
      if (!(await bridge.call("folders.choose", {}))) setBrowsing(true);
    });
  const add = async (): Promise<void> => {
    if (path === "") return;
    await keep(path);
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
        <Button onClick={() => void browse()}>{strings.models.browse}</Button>
      </form>
      {suggestions.length === 0 ? null : (
        <div className={styles.suggestions}>
          {suggestions.map((suggestion) => (
            <Button small key={suggestion.path} title={suggestion.path} onClick={() => void keep(suggestion.path)}>
              {strings.models.suggestFolder(suggestion.name)}
            </Button>
          ))}
        </div>
      )}
      {browsing ? <FolderBrowser onChoose={(folder) => void keep(folder)} onClose={() => setBrowsing(false)} /> : null}
    </SettingsSection>
  );
}

interface FolderSuggestion {
  readonly name: string;
  readonly path: string;
}

/** Folders of other applications; none while it is not known, or where the host cannot say. */
function useFolderSuggestions(folders: readonly string[]): readonly FolderSuggestion[] {
  const { bridge } = useSession();
  const [suggestions, setSuggestions] = useState<readonly FolderSuggestion[]>([]);
  useEffect(() => {
    bridge.call("folders.suggest", {}).then(setSuggestions, () => {});
  }, [bridge]);
  return suggestions.filter(({ path }) => !folders.includes(path));
}
