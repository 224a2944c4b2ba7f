import { MemoryStick } from "lucide-react";
import type { LoadedModel, LoadedPair } from "../../../contract/loading.ts";
import { usePair } from "../../store/session-context.tsx";
import { strings } from "../../strings.ts";
import { Tooltip } from "../../ui/tooltip.tsx";
import styles from "./pair-bar.module.css";
import { UnloadButton } from "./unload-button.tsx";

/** What the loaded pair takes in memory: weights, and an estimate for caches and compute buffers. While it loads: the way out. */
export function PairMemory() {
  const pair = usePair((state) => (state.pair.state === "loaded" ? state.pair.pair : null));
  const loading = usePair((state) => state.pair.state === "loading");
  if (loading) return <UnloadButton />;
  if (pair === null) return null;
  return (
    <Tooltip text={<Breakdown pair={pair} />} side="bottom">
      <button type="button" className={styles.memory}>
        <MemoryStick size="0.9375rem" strokeWidth={1.75} aria-hidden />
        {strings.pair.memory(pairBytes(pair))}
      </button>
    </Tooltip>
  );
}

function Breakdown({ pair }: { readonly pair: LoadedPair }) {
  const models = pair.draft === null ? [pair.target] : [pair.target, pair.draft];
  return models.map((model) => (
    <span key={model.path} className={styles.memoryLine}>
      {strings.pair.memoryOf(model.name, model.weightBytes, model.contextBytes)}
    </span>
  ));
}

/** Bytes of both models together. */
function pairBytes(pair: LoadedPair): number {
  const bytes = (model: LoadedModel): number => model.weightBytes + model.contextBytes;
  return bytes(pair.target) + (pair.draft === null ? 0 : bytes(pair.draft));
}
