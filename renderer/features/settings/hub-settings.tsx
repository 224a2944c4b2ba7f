import { useEffect, useState } from "react";
import type { CallOutput } from "../../../contract/calls.ts";
import type { Settings } from "../../../contract/settings.ts";
import { useSession } from "../../store/session-context.tsx";
import { strings } from "../../strings.ts";
import { Button } from "../../ui/button.tsx";
import { SettingRow } from "./setting-row.tsx";
import styles from "./settings.module.css";
import { SettingsSection } from "./settings-section.tsx";
import { useUpdateSettings } from "./use-update-settings.ts";

type TokenSource = CallOutput<"hub.token">["source"];

/** Where models are downloaded from, and with whose leave. */
export function HubSettings({ hub }: { readonly hub: Settings["hub"] }) {
  const words = strings.settings;
  return (
    <SettingsSection title={words.hub}>
      <Endpoint key={hub.endpoint} endpoint={hub.endpoint} />
      <Token />
    </SettingsSection>
  );
}

function Endpoint({ endpoint }: { readonly endpoint: string }) {
  const update = useUpdateSettings();
  const words = strings.settings;
  const [typed, setTyped] = useState(endpoint);
  return (
    <SettingRow label={words.endpoint} hint={words.endpointHint} controlId="hub-endpoint">
      <input
        id="hub-endpoint"
        className={styles.field}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={() => {
          const address = typed.trim().replace(/\/+$/u, "");
          if (address !== endpoint) void update({ hub: { endpoint: address } });
        }}
      />
    </SettingRow>
  );
}

/** The token is written and deleted; no window ever reads it back. */
function Token() {
  const { bridge, notices } = useSession();
  const words = strings.settings;
  const [source, setSource] = useState<TokenSource>("none");
  const [typed, setTyped] = useState("");

  useEffect(() => {
    bridge.call("hub.token", {}).then(
      (known) => setSource(known.source),
      () => {},
    );
  }, [bridge]);

  const keep = async (token: string | null): Promise<void> => {
    await notices.getState().attempt(words.tokenFailed, async () => {
      setSource((await bridge.call("hub.set-token", { token })).source);
      setTyped("");
    });
  };

  return (
    <SettingRow label={words.token} hint={words.tokenHints[source]} controlId="hub-token">
      {source === "kept" ? (
        <Button onClick={() => void keep(null)}>{words.forgetToken}</Button>
      ) : source === "environment" ? null : (
        <form
          className={styles.inline}
          onSubmit={(event) => {
            event.preventDefault();
            if (typed.trim() !== "") void keep(typed.trim());
          }}
        >
          <input
            id="hub-token"
            type="password"
            autoComplete="off"
            className={styles.field}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
          <Button type="submit" disabled={typed.trim() === ""}>
            {words.keepToken}
          </Button>
        </form>
      )}
    </SettingRow>
  );
}
