import { strings } from "../../strings.ts";
import styles from "./mark-list.module.css";
import { TokenChip } from "./token-span.tsx";
import type { Mark } from "./token-stream.ts";

interface MarkListProps {
  readonly guesses: boolean;
  readonly plain: boolean;
  /** One under the other instead of in lines. */
  readonly tall?: boolean;
}

const ofGuesses: readonly Mark[] = ["accepted", "correction", "bonus", "rejected", "untested"];

/** What each mark means. */
export function MarkList({ guesses, plain, tall = false }: MarkListProps) {
  const marks: readonly Mark[] = [...(guesses ? ofGuesses : []), ...(plain ? (["plain"] as const) : [])];
  return (
    <ul aria-label={strings.reply.legend} className={styles.marks} data-tall={tall}>
      {marks.map((mark) => (
        <li key={mark} className={styles.entry}>
          <span>
            <TokenChip
              token={{
                round: 0,
                slot: "e0",
                mark,
                text: mark,
                surprise: 0,
                lead: "",
                pieces: [{ kind: "text", text: strings.marks[mark].name }],
              }}
            />
          </span>
          <span>{strings.marks[mark].meaning}</span>
        </li>
      ))}
    </ul>
  );
}
