import { useEffect } from "react";
import type { Message } from "../../../contract/chats.ts";
import { isActive } from "../../store/message-list.ts";
import { emptyReply, type Reply } from "../../store/replies.ts";
import { useReplies, useSession } from "../../store/session-context.tsx";

/** A reply's rounds: as they stream, or fetched once where they are only in storage. */
export function useReplyTrace(message: Message): Reply {
  const { replies } = useSession();
  const reply = useReplies((state) => state.byMessage[message.id]) ?? emptyReply;
  const missing =
    !isActive(message) && reply.trace.state === "not-asked" && reply.log.rounds.length < message.roundCount;
  useEffect(() => {
    if (missing) void replies.getState().loadTrace(message.id);
  }, [missing, message.id, replies]);
  return reply;
}
