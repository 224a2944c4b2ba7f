import { useMemo } from "react";
import type { Message } from "../../contract/chats.ts";
import { shownBranch } from "../../contract/message-tree.ts";
import { useChats } from "./session-context.tsx";

const none: readonly Message[] = [];

/** All messages of a chat as far as this window has them, other branches included. */
export function useAllMessages(chatId: string | null): readonly Message[] {
  return useChats((state) => (chatId === null ? undefined : state.conversations[chatId]?.messages)) ?? none;
}

/** The messages of the branch that is shown. */
export function useShownBranch(chatId: string | null): readonly Message[] {
  const messages = useAllMessages(chatId);
  const leafId = useChats((state) => state.chats.find((chat) => chat.id === chatId)?.leafId ?? null);
  return useMemo(() => shownBranch(leafId, messages), [leafId, messages]);
}
