import { memo } from "react";
import { useSession, useView } from "../../store/session-context.tsx";
import { strings } from "../../strings.ts";
import { Segmented } from "../../ui/segmented.tsx";
import { LayerSwitches } from "../inspector/layer-switches.tsx";
import { MarkList } from "../inspector/mark-list.tsx";
import styles from "./legend.module.css";

interface LegendProps {
  /** Whether the reply holds guesses, and tokens decoded without any. */
  readonly guesses: boolean;
  readonly plain: boolean;
}

/** What the marks of the token view mean, and how many of the guesses that were thrown away are shown. */
export const Legend = memo(function Legend({ guesses, plain }: LegendProps) {
  const { view } = useSession();
  const shownGuesses = useView((state) => state.shownGuesses);
  return (
    <div className={styles.legend}>
      <MarkList guesses={guesses} plain={plain} />
      <LayerSwitches />
      {guesses ? (
        <div className={styles.guesses}>
          <span>{strings.reply.guesses}</span>
          <Segmented
            label={strings.reply.guesses}
            value={shownGuesses}
            options={[
              { value: "none", label: strings.reply.shownGuesses.none },
              { value: "rejected", label: strings.reply.shownGuesses.rejected },
              { value: "all", label: strings.reply.shownGuesses.all },
            ]}
            onChange={(next) => view.getState().showGuesses(next)}
          />
        </div>
      ) : null}
    </div>
  );
});
