import { useSession, useView } from "../../store/session-context.tsx";
import { strings } from "../../strings.ts";
import { Switch } from "../../ui/switch.tsx";
import { MarkList } from "../inspector/mark-list.tsx";
import styles from "./legend.module.css";

interface LegendProps {
  /** Whether the reply holds guesses, and tokens decoded without any. */
  readonly guesses: boolean;
  readonly plain: boolean;
}

/** What the marks of the token view mean, and the switch that hides the guesses that were thrown away. */
export function Legend({ guesses, plain }: LegendProps) {
  const { view } = useSession();
  const showGuesses = useView((state) => state.showGuesses);
  return (
    <div className={styles.legend}>
      <MarkList guesses={guesses} plain={plain} />
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
