import { useId, useState } from "react";
import { type NumberRule, readNumber } from "./read-number.ts";
import { SettingRow } from "./setting-row.tsx";
import styles from "./settings.module.css";

interface NumberSettingProps<Empty> {
  readonly label: string;
  readonly hint: string;
  readonly value: number | Empty;
  readonly rule: NumberRule;
  /** What an empty field means; left out: it may not be empty. */
  readonly empty?: Empty;
  readonly placeholder?: string;
  readonly onCommit: (value: number | Empty) => void;
}

/** A number, kept when the field is left or Enter is pressed. What cannot be kept stays in the field, with its reason. */
export function NumberSetting<Empty = never>(props: NumberSettingProps<Empty>) {
  const { label, hint, value, rule, empty, placeholder, onCommit } = props;
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const kept = typeof value === "number" ? String(value) : "";

  const commit = (): void => {
    if (typed === null) return;
    const read = readNumber(typed, rule, empty);
    if (!read.ok) {
      setProblem(read.problem);
      return;
    }
    setTyped(null);
    setProblem(null);
    if (read.value !== value) onCommit(read.value);
  };

  return (
    <SettingRow label={label} hint={hint} controlId={id} hintId={`${id}-hint`}>
      <input
        id={id}
        className={styles.number}
        inputMode="decimal"
        autoComplete="off"
        value={typed ?? kept}
        placeholder={placeholder}
        aria-describedby={`${id}-hint${problem === null ? "" : ` ${id}-problem`}`}
        aria-invalid={problem !== null}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === "Enter") commit();
          if (event.key === "Escape") {
            setTyped(null);
            setProblem(null);
          }
        }}
      />
      {problem === null ? null : (
        <p id={`${id}-problem`} role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
    </SettingRow>
  );
}
