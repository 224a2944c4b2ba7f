import { CircleAlert, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { strings } from "../strings.ts";
import styles from "./callout.module.css";
import { classNames } from "./class-names.ts";

interface CalloutProps {
  readonly tone: "danger" | "warning" | "info";
  readonly title?: string;
  readonly children: ReactNode;
  /** Native log lines and the like, folded away. */
  readonly details?: string | undefined;
  readonly actions?: ReactNode;
  /** Across the window, as a banner, instead of a box in the text. */
  readonly wide?: boolean;
}

const icons = { danger: CircleAlert, warning: TriangleAlert, info: Info };

/** Something the user should know, with what can be done about it. */
export function Callout({ tone, title, children, details, actions, wide = false }: CalloutProps) {
  const Icon = icons[tone];
  return (
    <div
      className={classNames(styles.callout, styles[tone], wide && styles.wide)}
      role={tone === "danger" ? "alert" : "status"}
    >
      <Icon size="1rem" aria-hidden className={styles.icon} />
      <div className={styles.body}>
        {title === undefined ? null : <p className={styles.title}>{title}</p>}
        <p className={styles.text}>{children}</p>
        {details === undefined || details === "" ? null : (
          <details className={styles.details}>
            <summary>{strings.app.details}</summary>
            <pre>{details}</pre>
          </details>
        )}
      </div>
      {actions === undefined ? null : <div className={styles.actions}>{actions}</div>}
    </div>
  );
}
