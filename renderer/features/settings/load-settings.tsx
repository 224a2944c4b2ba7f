import type { LoadSettings } from "../../../contract/loading.ts";
import { usePair } from "../../store/session-context.tsx";
import { strings } from "../../strings.ts";
import { Button } from "../../ui/button.tsx";
import { UnloadButton } from "../pair/unload-button.tsx";
import { usePairChoice } from "../pair/use-pair-choice.ts";
import { useSelectPair } from "../pair/use-select-pair.ts";
import { ChoiceSetting } from "./choice-setting.tsx";
import { DevicesLine } from "./devices-line.tsx";
import { NumberSetting } from "./number-setting.tsx";
import { sameLoad } from "./same-load.ts";
import styles from "./settings.module.css";
import { SettingsSection } from "./settings-section.tsx";
import { useUpdateSettings } from "./use-update-settings.ts";

/** How a pair is put into memory: counts when one is loaded next. */
export function LoadSettingsSection({ load }: { readonly load: LoadSettings }) {
  const update = useUpdateSettings();
  const words = strings.settings;
  const change = (part: Partial<LoadSettings>): void => void update({ load: { ...load, ...part } });
  return (
    <SettingsSection title={words.loading} hint={words.loadingHint} action={<ReloadPair load={load} />}>
      <DevicesLine />
      <NumberSetting<"auto">
        label={words.threads}
        hint={words.threadsHint}
        value={load.threads}
        rule={{ least: 1, most: 1024, whole: true }}
        empty="auto"
        placeholder={words.auto}
        onCommit={(threads) => change({ threads })}
      />
      <NumberSetting<"auto">
        label={words.contextSize}
        hint={words.contextSizeHint}
        value={load.contextSize}
        rule={{ least: 64, most: 10_000_000, whole: true }}
        empty="auto"
        placeholder={words.auto}
        onCommit={(contextSize) => change({ contextSize })}
      />
      <ChoiceSetting
        label={words.gpu}
        hint={words.gpuHint}
        value={load.gpu}
        names={words.gpus}
        onChoose={(gpu) => change({ gpu })}
      />
      <NumberSetting<"auto">
        label={words.gpuLayers}
        hint={words.gpuLayersHint}
        value={load.gpuLayers}
        rule={{ least: 0, whole: true }}
        empty="auto"
        placeholder={words.auto}
        onCommit={(gpuLayers) => change({ gpuLayers })}
      />
      <NumberSetting<"auto">
        label={words.draftGpuLayers}
        hint={words.draftGpuLayersHint}
        value={load.draftGpuLayers}
        rule={{ least: 0, whole: true }}
        empty="auto"
        placeholder={words.auto}
        onCommit={(draftGpuLayers) => change({ draftGpuLayers })}
      />
      <ChoiceSetting
        label={words.kvType}
        hint={words.kvTypeHint}
        value={load.kvType}
        names={words.kvTypes}
        onChoose={(kvType) => change({ kvType })}
      />
      <ChoiceSetting
        label={words.flashAttention}
        hint={words.flashAttentionHint}
        value={load.flashAttention}
        names={words.flashAttentions}
        onChoose={(flashAttention) => change({ flashAttention })}
      />
      <ChoiceSetting
        label={words.memoryCheck}
        hint={words.memoryCheckHint}
        value={load.memoryCheck ? "on" : "off"}
        names={words.memoryChecks}
        onChoose={(value) => change({ memoryCheck: value === "on" })}
      />
    </SettingsSection>
  );
}

function ReloadPair({ load }: { readonly load: LoadSettings }) {
  const pair = usePair((state) => state.pair);
  const loadedWith = usePair((state) => state.loadedWith);
  const choice = usePairChoice();
  const select = useSelectPair();
  if (choice === null) return null;
  const changed = loadedWith !== null && !sameLoad(loadedWith, load);
  const loading = pair.state === "loading";
  return (
    <div className={styles.reload}>
      {changed ? <span className={styles.pending}>{strings.settings.reloadPending}</span> : null}
      <UnloadButton />
      <Button small look={changed ? "primary" : "plain"} disabled={loading} onClick={() => void select(choice)}>
        {loading
          ? strings.settings.reloading
          : pair.state === "loaded"
            ? strings.settings.reloadNow
            : strings.settings.loadNow}
      </Button>
    </div>
  );
}
