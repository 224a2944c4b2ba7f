import { Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { assertNever } from "../../../contract/assert-never.ts";
import { strings } from "../../strings.ts";
import { Button } from "../../ui/button.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { Select } from "../../ui/select.tsx";
import { SettingRow } from "../settings/setting-row.tsx";
import { PresetNameDialog } from "./preset-name-dialog.tsx";
import styles from "./presets.module.css";
import { usePresets } from "./use-presets.ts";

/** No preset has a name like it: names are trimmed. */
const UNNAMED = " ";

type Naming = { readonly kind: "save" } | { readonly kind: "rename"; readonly name: string };

/** The preset in force among the others, a name for the values below, and the user's own to rename and delete. */
export function PresetSettings() {
  const { all, inForce, choose, save, rename, remove } = usePresets();
  const [naming, setNaming] = useState<Naming | null>(null);
  const own = all.filter((preset) => preset.own);
  const words = strings.presets;
  return (
    <>
      <SettingRow label={words.label} hint={words.hint}>
        <div className={styles.choose}>
          <Select
            label={words.label}
            value={inForce?.name ?? UNNAMED}
            options={[
              ...(inForce === null ? [{ value: UNNAMED, label: words.unnamed }] : []),
              ...all.map(({ name }) => ({ value: name, label: name })),
            ]}
            onChange={(name) => void choose(name)}
          />
          <Button onClick={() => setNaming({ kind: "save" })}>{words.saveAs}</Button>
        </div>
      </SettingRow>
      {own.length === 0 ? null : (
        <ul aria-label={words.own} className={styles.own}>
          {own.map(({ name, values }) => (
            <li key={name} className={styles.preset}>
              <span className={styles.about}>
                {name} <span className={styles.values}>{words.values(values)}</span>
              </span>
              <IconButton
                label={words.rename(name)}
                icon={Pencil}
                onClick={() => setNaming({ kind: "rename", name })}
              />
              <IconButton label={words.remove(name)} icon={Trash2} onClick={() => void remove(name)} />
            </li>
          ))}
        </ul>
      )}
      {naming === null ? null : (
        <NamingDialog
          naming={naming}
          taken={own.map(({ name }) => name)}
          save={save}
          rename={rename}
          onClose={() => setNaming(null)}
        />
      )}
    </>
  );
}

interface NamingDialogProps extends Pick<ReturnType<typeof usePresets>, "save" | "rename"> {
  readonly naming: Naming;
  readonly taken: readonly string[];
  readonly onClose: () => void;
}

function NamingDialog({ naming, taken, save, rename, onClose }: NamingDialogProps) {
  switch (naming.kind) {
    case "save":
      return (
        <PresetNameDialog title={strings.presets.saveTitle} name="" taken={taken} onName={save} onClose={onClose} />
      );
    case "rename":
      return (
        <PresetNameDialog
          title={strings.presets.renameTitle}
          name={naming.name}
          taken={taken.filter((name) => name !== naming.name)}
          onName={(name) => rename(naming.name, name)}
          onClose={onClose}
        />
      );
    default:
      return assertNever(naming, "naming of a preset");
  }
}
