import type { ReactNode } from "react";
import styles from "./settings.module.css";

interface SettingRowProps {
  readonly label: string;
  readonly hint: string;
  /** The id of the control the label belongs to; leave out where the control names itself. */
  readonly controlId?: string;
  readonly hintId?: string;
  readonly children: ReactNode;
  /** The control takes the whole width, under its label. */
  readonly tall?: boolean;
}

/** A setting: what it is, what it does, and its control. */
export function SettingRow({ label, hint, controlId, hintId, children, tall = false }: SettingRowProps) {
  return (
    <div className={styles.row} data-tall={tall}>
      <div className={styles.words}>
        {controlId === undefined ? (
          <span className={styles.label}>{label}</span>
        ) : (
          <label className={styles.label} htmlFor={controlId}>
            {label}
          </label>
        )}
        {hint === "" ? null : (
          <p id={hintId} className={styles.hint}>
            {hint}
          </p>
        )}
      </div>
      <div className={styles.control}>{children}</div>
    </div>
  );
}
