import { useMemo } from "react";
import { decodingOf } from "../../contract/chat-decoding.ts";
import type { Chat } from "../../contract/chats.ts";
import type { Settings } from "../../contract/settings.ts";
import { useChats, useSettings } from "./session-context.tsx";

/** The chat that is open; null: a new one is begun. */
export function useOpenChat(): Chat | null {
  return useChats(({ chats, selectedId }) => chats.find(({ id }) => id === selectedId) ?? null);
}

/** How the next message is decoded: in the open chat by its own part, else by what was used last. Null: not known yet. */
export function useDecoding(): Settings["decoding"] | null {
  const chat = useOpenChat();
  const usedLast = useSettings((state) => state.settings?.decoding ?? null);
  return useMemo(() => (usedLast === null ? null : decodingOf(chat, usedLast)), [chat, usedLast]);
}
