import type { KChoice } from "../../../contract/decoding.ts";
import { OutriderError } from "../../../contract/outrider-error.ts";
import { changeDecoding } from "../../store/change-decoding.ts";
import type { Session } from "../../store/session.ts";

/** Sets k for what is being written in the open chat, from its next round on, and for later. Rejects where the host refuses. */
export async function setK(session: Session, k: KChoice): Promise<void> {
  const { active, selectedId } = session.chats.getState();
  const running = Object.keys(active)
    .filter((messageId) => active[messageId] === selectedId)
    .map((messageId) => session.bridge.call("replies.set-k", { messageId, k }).catch(ignoreEnded));
  await Promise.all([changeDecoding(session, { k }), ...running]);
}

/** A reply that ended in the meantime has no next round to set a k for. */
function ignoreEnded(error: unknown): null {
  if (error instanceof OutriderError && (error.kind === "not-found" || error.kind === "invalid-input")) return null;
  throw error;
}
