import { ChevronRight } from "lucide-react";
import { strings } from "../../strings.ts";
import type { Thought } from "./split-reply.ts";
import styles from "./thinking.module.css";

/** What the model thought before it answered, folded away. */
export function Thinking({ thought: { text, tokens, ms } }: { readonly thought: Thought }) {
  return (
    <details className={styles.thinking}>
      <summary className={styles.label}>
        <ChevronRight className={styles.arrow} size="0.875rem" aria-hidden />
        {ms === null ? strings.reply.thinking(tokens) : strings.reply.thought(ms, tokens)}
      </summary>
      <p className={styles.text}>{text}</p>
    </details>
  );
}
