import { applyPatch } from "../../contract/apply-patch.ts";
import type { ChatDecodingPatch } from "../../contract/chat-decoding.ts";
import type { Session } from "./session.ts";

/** For the open chat, which keeps it, and for new chats. Rejects with the host's error. */
export async function changeDecoding({ chats, settings }: Session, patch: ChatDecodingPatch): Promise<void> {
  const { selectedId } = chats.getState();
  if (selectedId !== null) return chats.getState().setDecoding(selectedId, patch);
  const decoding = settings.getState().settings?.decoding;
  if (decoding === undefined) return;
  await settings.getState().update({ decoding: applyPatch(decoding, patch) });
}
