import { BookmarkPlus, ChevronsUpDown, SlidersHorizontal } from "lucide-react";
import { useState } from "react";
import { useSession } from "../../store/session-context.tsx";
import { strings } from "../../strings.ts";
import { ActionChoices, ActionItem, ActionMenu, ActionSeparator } from "../../ui/action-menu.tsx";
import { PresetNameDialog } from "./preset-name-dialog.tsx";
import styles from "./presets.module.css";
import { usePresets } from "./use-presets.ts";

/** How tokens are chosen in this chat, by the name of a preset; others to choose, and a name for what has none. */
export function PresetMenu() {
  const { view } = useSession();
  const { all, inForce, choose, save } = usePresets();
  const [naming, setNaming] = useState(false);
  const shown = inForce?.name ?? strings.presets.unnamed;
  return (
    <>
      <ActionMenu
        trigger={
          <button type="button" className={styles.trigger} aria-label={strings.presets.trigger(shown)}>
            <span className={styles.shown}>{shown}</span>
            <ChevronsUpDown size="0.8125rem" aria-hidden />
          </button>
        }
        finalFocus={naming ? false : undefined}
      >
        <ActionChoices
          label={strings.presets.label}
          value={shown}
          options={all.map((preset) => preset.name)}
          onChoose={(name) => void choose(name)}
        />
        <ActionSeparator />
        <ActionItem icon={BookmarkPlus} onClick={() => setNaming(true)}>
          {strings.presets.saveAs}
        </ActionItem>
        <ActionItem icon={SlidersHorizontal} onClick={() => view.getState().show("settings")}>
          {strings.presets.manage}
        </ActionItem>
      </ActionMenu>
      {naming ? (
        <PresetNameDialog
          title={strings.presets.saveTitle}
          name={inForce?.own === true ? inForce.name : ""}
          taken={all.filter(({ own }) => own).map(({ name }) => name)}
          onName={save}
          onClose={() => setNaming(false)}
        />
      ) : null}
    </>
  );
}
