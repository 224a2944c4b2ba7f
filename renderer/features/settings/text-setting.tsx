import { useId, useState } from "react";
import { SettingRow } from "./setting-row.tsx";
import styles from "./settings.module.css";

interface TextSettingProps {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly rows: number;
  /** Null: the text is fine. Otherwise why it cannot be kept. */
  readonly check?: (text: string) => string | null;
  readonly onCommit: (text: string) => void;
}

/** A longer text, kept when the field is left. */
export function TextSetting({ label, hint, value, rows, check, onCommit }: TextSettingProps) {
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  const commit = (): void => {
    if (typed === null) return;
    const found = check?.(typed) ?? null;
    setProblem(found);
    if (found !== null) return;
    setTyped(null);
    if (typed !== value) onCommit(typed);
  };

  return (
    <SettingRow label={label} hint={hint} controlId={id} hintId={`${id}-hint`} tall>
      <textarea
        id={id}
        className={styles.textarea}
        rows={rows}
        value={typed ?? value}
        aria-describedby={`${id}-hint`}
        aria-invalid={problem !== null}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={commit}
      />
      {problem === null ? null : (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
    </SettingRow>
  );
}
