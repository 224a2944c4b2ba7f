import { join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { z } from "zod";
import { messageOf, OutriderError } from "../../contract/outrider-error.ts";
import { readJson } from "../read-json.ts";

export type SecretName = "hub-token";

/** Keeps what nobody but the user should read. A window can write a secret and delete it, but never gets one back. */
export interface SecretStore {
  read(name: SecretName): Promise<string | null>;
  /** Null deletes it. Throws `storage`. */
  write(name: SecretName, value: string | null): Promise<void>;
}

/** Encrypts by what the operating system keeps for the user, such as Electron's safeStorage. */
export interface SecretSeal {
  seal(text: string): string;
  /** Throws where another user, or another computer, sealed it. */
  unseal(sealed: string): string;
}

const fileSchema = z.record(z.string(), z.object({ sealed: z.boolean(), text: z.string() }));
type Secrets = z.infer<typeof fileSchema>;

/** A file in the data folder that only the user can read; sealed as well where the shell has something to seal with. */
export function createSecretStore(dataFolder: string, seal: SecretSeal | null = null): SecretStore {
  const file = join(dataFolder, "secrets.json");

  async function readAll(): Promise<Secrets> {
    return (await readJson(file, fileSchema)) ?? {};
  }

  return {
    async read(name) {
      const kept = (await readAll())[name];
      if (kept === undefined) return null;
      try {
        return kept.sealed ? (seal?.unseal(kept.text) ?? null) : kept.text;
      } catch {
        // Sealed by another user or computer: to this one there is no secret.
        return null;
      }
    },
    async write(name, value) {
      const { [name]: _replaced, ...others } = await readAll();
      const entry = value === null ? {} : { [name]: { sealed: seal !== null, text: seal?.seal(value) ?? value } };
      try {
        await writeFileAtomic(file, JSON.stringify({ ...others, ...entry }), { mode: 0o600 });
      } catch (cause) {
        throw new OutriderError(
          "storage",
          `The token could not be saved: ${messageOf(cause)}. Mend the data folder's permissions, then try again.`,
          { cause },
        );
      }
    },
  };
}
