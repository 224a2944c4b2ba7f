import { ChevronRight, FileText } from "lucide-react";
import type { AttachedFile } from "../../../contract/attached-files.ts";
import { strings } from "../../strings.ts";
import styles from "./sent-files.module.css";

/** The files that went along with a message, folded away: what was asked about them stays in sight. */
export function SentFiles({ files }: { readonly files: readonly AttachedFile[] }) {
  return files.map(({ name, text }, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: two files may have one name, and their order never changes.
    <details key={index} className={styles.file}>
      <summary className={styles.label}>
        <FileText className={styles.icon} size="0.875rem" aria-hidden />
        <span className={styles.name}>{name}</span>
        <span className={styles.size}>{strings.message.lines(text.split("\n").length)}</span>
        <ChevronRight className={styles.arrow} size="0.875rem" aria-hidden />
      </summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard. */}
      <pre className={styles.text} tabIndex={0}>
        {text}
      </pre>
    </details>
  ));
}
