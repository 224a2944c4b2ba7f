import { type ReactNode, useId } from "react";
import styles from "./settings.module.css";

interface SettingsSectionProps {
  readonly title: string;
  readonly hint?: string;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

export function SettingsSection({ title, hint, action, children }: SettingsSectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={styles.section}>
      <header className={styles.sectionHead}>
        <div>
          <h2 id={id} className={styles.sectionTitle}>
            {title}
          </h2>
          {hint === undefined ? null : <p className={styles.hint}>{hint}</p>}
        </div>
        {action}
      </header>
      <div className={styles.rows}>{children}</div>
    </section>
  );
}
