import { useSession, useView } from "../../store/session-context.tsx";
import { strings } from "../../strings.ts";
import { Switch } from "../../ui/switch.tsx";
import { TokenSpan } from "../inspector/token-span.tsx";
import type { Mark } from "../inspector/token-stream.ts";
import styles from "./legend.module.css";

const ofGuesses: readonly Mark[] = ["accepted", "correction", "bonus", "rejected", "untested"];

interface LegendProps {
  /** Whether the reply holds guesses, and tokens decoded without any. */
  readonly guesses: boolean;
  readonly plain: boolean;
}

/** What the marks of the token view mean, and the switch that hides the guesses that were thrown away. */
export function Legend({ guesses, plain }: LegendProps) {
  const { view } = useSession();
  const showGuesses = useView((state) => state.showGuesses);
  const marks: readonly Mark[] = [...(guesses ? ofGuesses : []), ...(plain ? (["plain"] as const) : [])];
  return (
    <div className={styles.legend}>
      <ul aria-label={strings.reply.legend} className={styles.marks}>
        {marks.map((mark) => (
          <li key={mark} className={styles.entry}>
            <TokenSpan
              token={{
                round: 0,
                slot: "e0",
                mark,
                text: mark,
                lead: "",
                pieces: [{ kind: "text", text: strings.marks[mark].name }],
              }}
            />
            <span>{strings.marks[mark].meaning}</span>
          </li>
        ))}
      </ul>
      {guesses ? (
        <Switch
          label={strings.reply.guesses}
          checked={showGuesses}
          onChange={(show) => view.getState().setShowGuesses(show)}
        />
      ) : null}
    </div>
  );
}
