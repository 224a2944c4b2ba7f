import type { KChoice } from "../../../contract/decoding.ts";
import { OutriderError } from "../../../contract/outrider-error.ts";
import type { Session } from "../../store/session.ts";

/** Sets k for what is being written, from its next round on, and for everything later. Rejects where the host refuses. */
export async function setK({ bridge, chats, settings }: Session, k: KChoice): Promise<void> {
  const decoding = settings.getState().settings?.decoding;
  if (decoding === undefined) return;
  const running = Object.keys(chats.getState().active).map((messageId) =>
    bridge.call("replies.set-k", { messageId, k }).catch(ignoreEnded),
  );
  await Promise.all([settings.getState().update({ decoding: { ...decoding, k } }), ...running]);
}

/** A reply that ended in the meantime has no next round to set a k for. */
function ignoreEnded(error: unknown): null {
  if (error instanceof OutriderError && (error.kind === "not-found" || error.kind === "invalid-input")) return null;
  throw error;
}
