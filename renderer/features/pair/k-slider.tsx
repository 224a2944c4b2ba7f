import { Slider } from "@base-ui/react/slider";
import { useState } from "react";
import { type KChoice, MAXIMUM_K } from "../../../contract/decoding.ts";
import { useSession } from "../../store/session-context.tsx";
import { useDecoding } from "../../store/use-decoding.ts";
import { strings } from "../../strings.ts";
import { Segmented } from "../../ui/segmented.tsx";
import { Tooltip } from "../../ui/tooltip.tsx";
import styles from "./k-slider.module.css";
import { setK } from "./set-k.ts";

/** The slider's place before anybody moved it. */
const DEFAULT_K = 4;

/** k, from 0 (plain decoding) to 16, or auto; what is set holds from the next round on. */
export function KSlider({ hasDrafter }: { readonly hasDrafter: boolean }) {
  const session = useSession();
  const choice = useDecoding()?.k ?? 0;
  const [dragged, setDragged] = useState<number | null>(null);
  /** What the slider goes back to when auto is left. */
  const [lastFixed, setLastFixed] = useState(typeof choice === "number" ? choice : DEFAULT_K);
  const shown = dragged ?? (choice === "auto" ? lastFixed : choice);

  const commit = async (next: KChoice): Promise<void> => {
    if (next !== "auto") setLastFixed(next);
    else if (choice !== "auto") setLastFixed(choice);
    await session.notices.getState().attempt(strings.pair.kFailed, () => setK(session, next));
    // The slider may have been moved on meanwhile.
    setDragged((now) => (now === next || next === "auto" ? null : now));
  };

  return (
    <div className={styles.k} data-disabled={!hasDrafter} data-auto={choice === "auto"}>
      <Tooltip text={hasDrafter ? strings.pair.kHint : strings.pair.kNeedsDraft} side="bottom">
        <span className={styles.label}>
          {strings.pair.k}
          <Segmented
            label={strings.pair.kMode}
            value={choice === "auto" && dragged === null ? "auto" : "fixed"}
            options={[
              { value: "auto", label: strings.pair.kAuto },
              { value: "fixed", label: strings.pair.kValue(shown) },
            ]}
            onChange={(mode) => void commit(mode === "auto" ? "auto" : shown)}
          />
        </span>
      </Tooltip>
      <Slider.Root
        className={styles.root}
        value={shown}
        min={0}
        max={MAXIMUM_K}
        step={1}
        disabled={!hasDrafter}
        onValueChange={setDragged}
        onValueCommitted={(next) => void commit(next)}
      >
        <Slider.Control className={styles.control}>
          <Slider.Track className={styles.track}>
            <Slider.Indicator className={styles.indicator} />
            <Slider.Thumb
              className={styles.thumb}
              getAriaLabel={() => strings.pair.kLabel}
              getAriaValueText={(_, value) => strings.pair.kText(value)}
            />
          </Slider.Track>
        </Slider.Control>
      </Slider.Root>
    </div>
  );
}
