import type { Settings } from "../../contract/settings.ts";
import type { SecretStore } from "../secrets/secret-store.ts";
import { type Downloads, type DownloadsOptions, openDownloads } from "./downloads.ts";
import { createHub, type Hub } from "./hub.ts";

interface HubAccess {
  readonly settings: () => Settings;
  readonly secrets: SecretStore;
  readonly environment?: NodeJS.ProcessEnv;
}

/** The hub of the settings (or HF_ENDPOINT), asked with the user's token: HF_TOKEN, else the one that was kept. */
export function openHub({ settings, secrets, environment = process.env }: HubAccess): {
  readonly hub: Hub;
  readonly endpoint: () => string;
} {
  const endpoint = (): string => {
    const { HF_ENDPOINT } = environment;
    return (HF_ENDPOINT || settings().hub.endpoint).replace(/\/+$/u, "");
  };
  const token = async (): Promise<string | null> => environment.HF_TOKEN || (await secrets.read("hub-token"));
  return { hub: createHub({ endpoint, token }), endpoint };
}

export function openDownloadsFromHub(
  access: HubAccess,
  options: Omit<DownloadsOptions, "hub" | "host">,
): Promise<Downloads> {
  const { hub, endpoint } = openHub(access);
  return openDownloads({ ...options, hub, host: () => new URL(endpoint()).host });
}
