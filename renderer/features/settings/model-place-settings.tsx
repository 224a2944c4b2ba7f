import { File, Folder, type LucideIcon, X } from "lucide-react";
import { useEffect, useState } from "react";
import { useSession } from "../../store/session-context.tsx";
import { strings } from "../../strings.ts";
import { Button } from "../../ui/button.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { Path } from "./path.tsx";
import styles from "./settings.module.css";
import { SettingsSection } from "./settings-section.tsx";
import { useAddModels } from "./use-add-models.tsx";
import { useUpdateSettings } from "./use-update-settings.ts";

interface ModelPlaceSettingsProps {
  readonly folders: readonly string[];
  readonly files: readonly string[];
}

/** Folders with models, and single models, beside the bundled ones. */
export function ModelPlaceSettings({ folders, files }: ModelPlaceSettingsProps) {
  const update = useUpdateSettings();
  const [typed, setTyped] = useState("");
  const path = typed.trim();

  const adding = useAddModels();
  const suggestions = useFolderSuggestions(folders);

  const add = async (): Promise<void> => {
    // What was refused stays there, to be mended.
    if (path !== "" && (await adding.add(path))) setTyped("");
  };

  return (
    <SettingsSection title={strings.settings.folders} hint={strings.settings.foldersHint}>
      {folders.length + files.length === 0 ? null : (
        <ul className={styles.folders}>
          {folders.map((folder) => (
            <Place
              key={folder}
              path={folder}
              icon={Folder}
              onRemove={() => void update({ folders: folders.filter((other) => other !== folder) })}
            />
          ))}
          {files.map((file) => (
            <Place
              key={file}
              path={file}
              icon={File}
              onRemove={() => void update({ files: files.filter((other) => other !== file) })}
            />
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
        <Button onClick={() => void adding.choose("folders")}>{strings.models.browse}</Button>
        <Button onClick={() => void adding.choose("files")}>{strings.models.addFile}</Button>
      </form>
      {suggestions.length === 0 ? null : (
        <div className={styles.suggestions}>
          {suggestions.map((suggestion) => (
            <Button
              small
              key={suggestion.path}
              title={suggestion.path}
              onClick={() => void adding.add(suggestion.path)}
            >
              {strings.models.suggestFolder(suggestion.name)}
            </Button>
          ))}
        </div>
      )}
      {adding.browser}
    </SettingsSection>
  );
}

interface PlaceProps {
  readonly path: string;
  readonly icon: LucideIcon;
  readonly onRemove: () => void;
}

function Place({ path, icon: Icon, onRemove }: PlaceProps) {
  return (
    <li className={styles.folder}>
      <Icon size="0.9375rem" aria-hidden className={styles.placeIcon} />
      <span className={styles.path}>
        <Path path={path} />
      </span>
      <IconButton label={strings.settings.removePlace(path)} icon={X} side="left" onClick={onRemove} />
    </li>
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
