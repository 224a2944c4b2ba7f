import { Slider } from "@base-ui/react/slider";
import { useState } from "react";
import { MAXIMUM_K } from "../../../contract/decoding.ts";
import { useSession, useSettings } from "../../store/session-context.tsx";
import { strings } from "../../strings.ts";
import { Tooltip } from "../../ui/tooltip.tsx";
import styles from "./k-slider.module.css";
import { setK } from "./set-k.ts";

/** k, from 0 (plain decoding) to 16; what is set holds from the next round on. */
export function KSlider({ hasDraft }: { readonly hasDraft: boolean }) {
  const session = useSession();
  const k = useSettings((state) => state.settings?.decoding.k ?? 0);
  const [dragged, setDragged] = useState<number | null>(null);
  const shown = dragged ?? k;

  const commit = async (next: number): Promise<void> => {
    try {
      await setK(session, next);
    } catch (error) {
      session.notices.getState().fail(strings.pair.kFailed, error);
    } finally {
      setDragged(null);
    }
  };

  return (
    <div className={styles.k} data-disabled={!hasDraft}>
      <Tooltip text={hasDraft ? strings.pair.kHint : strings.pair.kNeedsDraft} side="bottom">
        <span className={styles.label}>
          {strings.pair.k}
          <output className={styles.value}>{strings.pair.kValue(shown)}</output>
        </span>
      </Tooltip>
      <Slider.Root
        className={styles.root}
        value={shown}
        min={0}
        max={MAXIMUM_K}
        step={1}
        disabled={!hasDraft}
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
