import { drafterInForce } from "../../../contract/decoding.ts";
import { usePair } from "../../store/session-context.tsx";
import { useDecoding } from "../../store/use-decoding.ts";
import { strings } from "../../strings.ts";
import { DraftPicker } from "./draft-picker.tsx";
import { KSlider } from "./k-slider.tsx";
import styles from "./pair-bar.module.css";
import { PairMemory } from "./pair-memory.tsx";
import { ReplyPace } from "./reply-pace.tsx";
import { TargetPicker } from "./target-picker.tsx";
import { usePairChoice } from "./use-pair-choice.ts";

/** Target, draft and k, what they cost, and how the reply goes, or how the last one went. */
export function PairBar() {
  const choice = usePairChoice();
  const drafter = useDecoding()?.drafter ?? "model";
  return (
    <section className={styles.bar} aria-label={strings.pair.label}>
      <div className={styles.row}>
        <div className={styles.pickers}>
          <TargetPicker choice={choice} />
          <DraftPicker choice={choice} />
        </div>
        <KSlider hasDrafter={drafterInForce(drafter, (choice?.draftId ?? null) !== null) !== "off"} />
        <div className={styles.facts}>
          <PairMemory />
          <ReplyPace />
        </div>
      </div>
      <LoadProgress />
    </section>
  );
}

function LoadProgress() {
  const fraction = usePair(({ pair }) => (pair.state === "loading" ? pair.fraction : null));
  if (fraction === null) return null;
  return (
    <div
      className={styles.progress}
      role="progressbar"
      aria-label={strings.pair.loadingLabel}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(fraction * 100)}
    >
      <span style={{ width: `${fraction * 100}%` }} />
    </div>
  );
}
