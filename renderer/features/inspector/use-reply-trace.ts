import { useEffect, useMemo, useSyncExternalStore } from "react";
import type { Message } from "../../../contract/chats.ts";
import { aFrameLater } from "../../store/a-frame-later.ts";
import { calmly, type Subscribe } from "../../store/calmly.ts";
import { isActive } from "../../store/message-list.ts";
import { emptyReply, type Reply } from "../../store/replies.ts";
import { useReplies, useSession } from "../../store/session-context.tsx";

/** Figures that change more often than this, in milliseconds, cannot be read and cost each frame its share. */
const CALM_MS = 500;

/** A reply's rounds: as they stream, or fetched once where they are only in storage. */
export function useReplyTrace(message: Message): Reply {
  const reply = useReplies((state) => state.byMessage[message.id]) ?? emptyReply;
  useMissingTrace(message, reply);
  return reply;
}

/** The same for lanes, which are drawn in the frame after the text: both would be too much for one. */
export function useReplyAFrameLater(message: Message): Reply {
  return useReplyTold(message, aFrameLater);
}

/** The same for figures and charts: while the reply is written it changes twice a second and not with every frame. */
export function useCalmReply(message: Message): Reply {
  return useReplyTold(message, isActive(message) ? twiceASecond : atOnce);
}

const twiceASecond = (subscribe: Subscribe): Subscribe => calmly(subscribe, CALM_MS);
const atOnce = (subscribe: Subscribe): Subscribe => subscribe;

/** @param when tells of some changes of the store later, or not at all */
function useReplyTold(message: Message, when: (subscribe: Subscribe) => Subscribe): Reply {
  const { replies } = useSession();
  const subscribe = useMemo(() => when(replies.subscribe), [when, replies]);
  const reply = useSyncExternalStore(subscribe, () => replies.getState().byMessage[message.id]) ?? emptyReply;
  useMissingTrace(message, reply);
  return reply;
}

function useMissingTrace(message: Message, { trace, log }: Reply): void {
  const { replies } = useSession();
  const missing = !isActive(message) && trace.state === "not-asked" && log.rounds.length < message.roundCount;
  useEffect(() => {
    if (missing) void replies.getState().loadTrace(message.id);
  }, [missing, message.id, replies]);
}
