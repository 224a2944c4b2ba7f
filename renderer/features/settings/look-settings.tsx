import { type Settings, textSizeSchema } from "../../../contract/settings.ts";
import { strings } from "../../strings.ts";
import { Segmented } from "../../ui/segmented.tsx";
import { Switch } from "../../ui/switch.tsx";
import { SettingRow } from "./setting-row.tsx";
import { SettingsSection } from "./settings-section.tsx";
import { useUpdateSettings } from "./use-update-settings.ts";

export function LookSettings({ settings }: { readonly settings: Settings }) {
  const update = useUpdateSettings();
  const { themes } = strings.settings;
  return (
    <SettingsSection title={strings.settings.look}>
      <SettingRow label={strings.settings.theme} hint="">
        <Segmented
          label={strings.settings.theme}
          value={settings.theme}
          options={[
            { value: "auto", label: themes.auto },
            { value: "light", label: themes.light },
            { value: "dark", label: themes.dark },
          ]}
          onChange={(theme) => void update({ theme })}
        />
      </SettingRow>
      <SettingRow label={strings.settings.textSize} hint="">
        <Segmented
          label={strings.settings.textSize}
          value={settings.textSize}
          options={textSizeSchema.options.map((value) => ({ value, label: strings.settings.textSizes[value] }))}
          onChange={(textSize) => void update({ textSize })}
        />
      </SettingRow>
      <SettingRow label={strings.settings.tokenView} hint={strings.settings.tokenViewHint}>
        <Switch
          hideLabel
          label={strings.settings.tokenView}
          checked={settings.tokenView}
          onChange={(tokenView) => void update({ tokenView })}
        />
      </SettingRow>
    </SettingsSection>
  );
}
