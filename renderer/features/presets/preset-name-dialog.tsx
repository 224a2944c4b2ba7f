import { useId, useState } from "react";
import { strings } from "../../strings.ts";
import { Button } from "../../ui/button.tsx";
import { DialogFrame } from "../../ui/dialog-frame.tsx";
import { selectOnce } from "../../ui/select-once.ts";
import styles from "./presets.module.css";
import { nameProblem } from "./presets.ts";

interface PresetNameDialogProps {
  readonly title: string;
  /** What the field begins with. */
  readonly name: string;
  /** Names that are there already: one of them is replaced, and the dialog says so. */
  readonly taken: readonly string[];
  /** Answers whether it is kept; the dialog stays open otherwise. */
  readonly onName: (name: string) => Promise<boolean>;
  readonly onClose: () => void;
}

/** Asks for the name of a preset. */
export function PresetNameDialog({ title, name: first, taken, onName, onClose }: PresetNameDialogProps) {
  const [name, setName] = useState(first);
  const id = useId();
  const problem = nameProblem(name);
  const replaces = taken.includes(name.trim());
  const save = async (): Promise<void> => {
    if (problem === null && (await onName(name.trim()))) onClose();
  };
  return (
    <DialogFrame
      title={title}
      narrow
      confirm={
        <Button look="primary" type="submit" form={`${id}-form`} disabled={problem !== null}>
          {replaces ? strings.presets.replace : strings.chats.save}
        </Button>
      }
      onClose={onClose}
    >
      <form
        id={`${id}-form`}
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <input
          className={styles.name}
          aria-label={strings.presets.name}
          aria-describedby={`${id}-remark`}
          maxLength={60}
          value={name}
          ref={selectOnce}
          onChange={(event) => setName(event.target.value)}
        />
        <p id={`${id}-remark`} role="status" className={styles.remark}>
          {problem === "built-in"
            ? strings.presets.builtInName
            : replaces
              ? strings.presets.replaces(name.trim())
              : strings.presets.nameHint}
        </p>
      </form>
    </DialogFrame>
  );
}
