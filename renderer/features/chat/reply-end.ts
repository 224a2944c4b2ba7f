import type { Message } from "../../../contract/chats.ts";
import { strings } from "../../strings.ts";

/** One sentence about how a reply ended, for screen readers. */
export function describeReplyEnd(message: Message): string {
  const { state, summary } = message;
  if (state.status === "failed") return strings.reply.announceFailed(state.error.message);
  if (state.status === "stopped") return strings.reply.announceStopped;
  return strings.reply.announceComplete(summary?.rounds ?? message.roundCount, summary?.acceptanceRate ?? null);
}
