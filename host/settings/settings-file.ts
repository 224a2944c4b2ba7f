import { copyFile, readFile, rename } from "node:fs/promises";
import { dirname } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { messageOf, OutriderError } from "../../contract/outrider-error.ts";
import { type Settings, type SettingsPatch, settingsSchema } from "../../contract/settings.ts";
import { fileTimestamp } from "../file-timestamp.ts";
import { makeFolder } from "../make-folder.ts";

/** The settings in force and their file. */
export interface SettingsFile {
  current(): Settings;
  /** Replaces the named parts, writes the file, then counts. Throws `storage` where it cannot be written: nothing has changed then. */
  update(patch: SettingsPatch): Promise<Settings>;
  /** Tells the settings as they are, and again after every change. */
  follow(listener: (settings: Settings) => void): void;
}

export interface OpenedSettings {
  readonly settings: SettingsFile;
  /** What the user should know about the opening, null where all was well. */
  readonly notice: string | null;
}

/**
 * Opens the settings file. One that is missing gives the defaults; one that cannot be understood is moved aside, and
 * what its last good copy says counts, else the defaults.
 *
 * @throws OutriderError storage where the folder cannot be used
 */
export async function openSettings(file: string): Promise<OpenedSettings> {
  const found = await read(file);
  if (found.state === "good") return { settings: keep(file, found.settings), notice: null };
  if (found.state === "missing") return { settings: keep(file, settingsSchema.parse({})), notice: null };
  const aside = await moveAside(file);
  const backup = await read(backupOf(file));
  const [settings, instead] =
    backup.state === "good"
      ? [backup.settings, "The last good copy is used instead"]
      : [settingsSchema.parse({}), "Every setting is back at its default"];
  return {
    settings: keep(file, settings),
    notice: `The settings file could not be read (${found.reason}). ${instead}; the unreadable file was kept as ${aside}.`,
  };
}

type Found =
  | { readonly state: "good"; readonly settings: Settings }
  | { readonly state: "missing" }
  | { readonly state: "bad"; readonly reason: string };

async function read(file: string): Promise<Found> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if (isMissing(error)) return { state: "missing" };
    return { state: "bad", reason: messageOf(error) };
  }
  try {
    const parsed = settingsSchema.safeParse(JSON.parse(text));
    if (parsed.success) return { state: "good", settings: parsed.data };
    const [issue] = parsed.error.issues;
    return { state: "bad", reason: `${issue?.path.join(".")}: ${issue?.message}` };
  } catch {
    return { state: "bad", reason: text === "" ? "it is empty" : "it is not JSON" };
  }
}

function keep(file: string, opened: Settings): SettingsFile {
  let current = opened;
  let writing: Promise<unknown> = Promise.resolve();
  const followers: ((settings: Settings) => void)[] = [];

  async function write(patch: SettingsPatch): Promise<Settings> {
    const next = settingsSchema.parse({ ...current, ...patch });
    try {
      makeFolder(dirname(file));
      await copyFile(file, backupOf(file)).catch((error: unknown) => {
        if (!isMissing(error)) throw error;
      });
      await writeFileAtomic(file, `${JSON.stringify(next, null, 2)}\n`);
    } catch (cause) {
      const reason = messageOf(cause);
      throw new OutriderError(
        "storage",
        `The settings could not be saved: ${reason}. Free some space or mend the folder's permissions, then try again.`,
        { cause },
      );
    }
    current = next;
    for (const tell of followers) tell(next);
    return next;
  }

  return {
    current: () => current,
    update(patch) {
      const mine = writing.then(() => write(patch));
      writing = mine.catch(() => {});
      return mine;
    },
    follow(listener) {
      followers.push(listener);
      listener(current);
    },
  };
}

function backupOf(file: string): string {
  return `${file}.bak`;
}

/** Returns the new name. Throws `storage` where it cannot be moved: to go on would lose it at the next change. */
async function moveAside(file: string): Promise<string> {
  const aside = `${file}.unreadable-${fileTimestamp()}`;
  try {
    await rename(file, aside);
  } catch (cause) {
    throw new OutriderError(
      "storage",
      `The settings file ${file} can neither be read nor moved aside (${messageOf(cause)}). Mend the data folder, or name another one in OUTRIDER_DATA.`,
      { cause },
    );
  }
  return aside;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
