import { useConnection, useSettings } from "../../store/session-context.tsx";
import { useDecoding } from "../../store/use-decoding.ts";
import { strings } from "../../strings.ts";
import { DecodingSettings } from "./decoding-settings.tsx";
import { HubSettings } from "./hub-settings.tsx";
import { LoadSettingsSection } from "./load-settings.tsx";
import { LookSettings } from "./look-settings.tsx";
import { ModelPlaceSettings } from "./model-place-settings.tsx";
import { Path } from "./path.tsx";
import styles from "./settings.module.css";

export function SettingsScreen() {
  const settings = useSettings((state) => state.settings);
  const about = useConnection((state) => state.about);
  const decoding = useDecoding();
  if (settings === null) return null;
  return (
    <div className={styles.scroller}>
      <div className={styles.page}>
        <header>
          <h1 className={styles.title}>{strings.settings.title}</h1>
          <p className={styles.lead}>{strings.settings.saved}</p>
        </header>
        <LookSettings settings={settings} />
        <LoadSettingsSection load={settings.load} />
        <DecodingSettings
          decoding={decoding ?? settings.decoding}
          usedLast={settings.decoding}
          systemPrompt={settings.systemPrompt}
        />
        <ModelPlaceSettings folders={settings.folders} files={settings.files} />
        <HubSettings hub={settings.hub} />
        {about === null ? null : (
          <footer className={styles.about}>
            <p>{strings.settings.about(about.version)}</p>
            <p>
              {strings.settings.data}{" "}
              <span className={styles.path}>
                <Path path={about.folders.data} />
              </span>
            </p>
          </footer>
        )}
      </div>
    </div>
  );
}
