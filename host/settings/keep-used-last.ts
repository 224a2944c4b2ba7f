import { isDeepStrictEqual } from "node:util";
import type { ChatDecoding } from "../../contract/chat-decoding.ts";
import type { SettingsFile } from "./settings-file.ts";

/** New chats begin with this. Throws `storage` where it cannot be written. */
export async function keepUsedLast(
  settings: Pick<SettingsFile, "current" | "update">,
  used: ChatDecoding,
): Promise<void> {
  const before = settings.current().decoding;
  const decoding = { ...before, ...used };
  if (!isDeepStrictEqual(decoding, before)) await settings.update({ decoding });
}
