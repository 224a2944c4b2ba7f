import type { ReplyFigures } from "../../../contract/reply-figures.ts";
import { strings } from "../../strings.ts";
import { formatDuration } from "../../ui/format.ts";
import styles from "./charts.module.css";

/** Where the time of the reply's rounds went. */
export function TimeSplit({ figures, wide = false }: { readonly figures: ReplyFigures; readonly wide?: boolean }) {
  const parts = [
    { key: "draft", label: strings.inspector.draft, ms: figures.draftMs },
    { key: "verify", label: strings.inspector.verify, ms: figures.verifyMs },
    { key: "overhead", label: strings.inspector.overhead, ms: figures.overheadMs },
  ] as const;
  const total = parts.reduce((sum, part) => sum + part.ms, 0);
  return (
    <figure className={styles.card} data-wide={wide}>
      <figcaption className={styles.title}>{strings.inspector.timeSplit}</figcaption>
      <span className={styles.split} aria-hidden>
        {parts.map((part) => (
          <span
            key={part.key}
            className={styles[part.key]}
            style={{ width: `${total === 0 ? 0 : (part.ms / total) * 100}%` }}
          />
        ))}
      </span>
      <dl className={styles.times}>
        {parts.map((part) => (
          <div key={part.key} className={styles.timeRow}>
            <dt>
              <span aria-hidden className={styles[part.key]} />
              {part.label}
            </dt>
            <dd>{formatDuration(part.ms)}</dd>
          </div>
        ))}
      </dl>
    </figure>
  );
}
