import { MAXIMUM_K } from "../../../contract/decoding.ts";
import type { Settings } from "../../../contract/settings.ts";
import { useOpenChat } from "../../store/use-decoding.ts";
import { strings } from "../../strings.ts";
import { PresetSettings } from "../presets/preset-settings.tsx";
import { ChoiceSetting } from "./choice-setting.tsx";
import { NumberSetting } from "./number-setting.tsx";
import { SettingsSection } from "./settings-section.tsx";
import { joinStops, splitStops } from "./stop-texts.ts";
import { TextSetting } from "./text-setting.tsx";
import { useChangeDecoding } from "./use-change-decoding.ts";
import { useUpdateSettings } from "./use-update-settings.ts";

interface DecodingSettingsProps {
  /** Of the open chat, or of a new one. */
  readonly decoding: Settings["decoding"];
  /** Of a new chat. */
  readonly usedLast: Settings["decoding"];
  readonly systemPrompt: string;
}

/** How replies are written: counts from the next message on. */
export function DecodingSettings({ decoding, usedLast, systemPrompt }: DecodingSettingsProps) {
  const update = useUpdateSettings();
  const words = strings.settings;
  const title = useOpenChat()?.title ?? null;
  const change = useChangeDecoding();
  return (
    <>
      <SettingsSection title={words.decoding} hint={words.decodingHint(title)}>
        <NumberSetting
          label={words.maxTokens}
          hint={words.maxTokensHint}
          value={decoding.maxTokens}
          rule={{ least: 1, most: 1_000_000, whole: true }}
          onCommit={(maxTokens) => void change({ maxTokens })}
        />
        <ChoiceSetting
          label={words.drafter}
          hint={words.drafterHint}
          value={decoding.drafter}
          names={words.drafters}
          onChoose={(drafter) => void change({ drafter })}
        />
        <NumberSetting
          label={words.minDraftTokens}
          hint={words.minDraftTokensHint}
          value={decoding.minDraftTokens}
          rule={{ least: 0, most: MAXIMUM_K, whole: true }}
          onCommit={(minDraftTokens) => void change({ minDraftTokens })}
        />
        <NumberSetting
          label={words.minDraftConfidence}
          hint={words.minDraftConfidenceHint}
          value={decoding.minDraftConfidence}
          rule={{ least: 0, most: 1 }}
          onCommit={(minDraftConfidence) => void change({ minDraftConfidence })}
        />
        <ChoiceSetting
          label={words.capture}
          hint={words.captureHint}
          value={decoding.capture}
          names={words.captures}
          onChoose={(capture) => void update({ decoding: { ...usedLast, capture } })}
        />
        <TextSetting
          label={words.systemPrompt}
          hint={words.systemPromptHint}
          value={systemPrompt}
          rows={3}
          onCommit={(text) => void update({ systemPrompt: text })}
        />
        <TextSetting
          label={words.stop}
          hint={words.stopHint}
          value={joinStops(decoding.stop)}
          rows={2}
          check={(text) => (splitStops(text).length > 16 ? words.tooManyStops : null)}
          onCommit={(text) => void change({ stop: splitStops(text) })}
        />
      </SettingsSection>
      <SettingsSection title={words.sampling} hint={words.samplingHint}>
        <PresetSettings />
        <NumberSetting
          label={words.temperature}
          hint={words.temperatureHint}
          value={decoding.temperature}
          rule={{ least: 0, most: 10 }}
          onCommit={(temperature) => void change({ temperature })}
        />
        <NumberSetting
          label={words.topK}
          hint={words.topKHint}
          value={decoding.topK}
          rule={{ least: 0, most: 1_000_000, whole: true }}
          onCommit={(topK) => void change({ topK })}
        />
        <NumberSetting
          label={words.topP}
          hint={words.topPHint}
          value={decoding.topP}
          rule={{ least: 0, most: 1, above: true }}
          onCommit={(topP) => void change({ topP })}
        />
        <NumberSetting
          label={words.minP}
          hint={words.minPHint}
          value={decoding.minP}
          rule={{ least: 0, most: 1 }}
          onCommit={(minP) => void change({ minP })}
        />
        <NumberSetting
          label={words.repeatPenalty}
          hint={words.repeatPenaltyHint}
          value={decoding.repeatPenalty}
          rule={{ least: 1, most: 10 }}
          onCommit={(repeatPenalty) => void change({ repeatPenalty })}
        />
        <NumberSetting<null>
          label={words.seed}
          hint={words.seedHint}
          value={decoding.seed}
          rule={{ least: 0, most: 0xffff_ffff, whole: true }}
          empty={null}
          placeholder={words.seedPlaceholder}
          onCommit={(seed) => void change({ seed })}
        />
      </SettingsSection>
    </>
  );
}
