import type { Message } from "../../../contract/chats.ts";
import { isActive } from "../../store/message-list.ts";
import { useChats, useView } from "../../store/session-context.tsx";
import { Inspector } from "../inspector/inspector.tsx";
import { TokenPopup } from "../inspector/token-popup.tsx";
import styles from "./chat-screen.module.css";
import { Composer } from "./composer.tsx";
import { ConversationView } from "./conversation-view.tsx";
import { FirstRun } from "./first-run.tsx";

export function ChatScreen() {
  const chatId = useChats((state) => state.selectedId);
  const conversation = useChats((state) => (chatId === null ? undefined : state.conversations[chatId]));
  const inspectedId = useView((state) => state.inspectedReply);
  const inspectorOpen = useView((state) => state.inspectorOpen);
  const messages = conversation?.messages ?? [];
  const active = messages.find(isActive)?.id ?? null;
  const inspected = replyToInspect(messages, inspectedId);

  return (
    <div className={styles.screen}>
      <div className={styles.chat}>
        {chatId === null ? (
          <div className={styles.start}>
            <FirstRun />
          </div>
        ) : (
          <ConversationView key={chatId} chatId={chatId} conversation={conversation} />
        )}
        <Composer key={chatId ?? "new"} chatId={chatId} activeReply={active} />
      </div>
      {inspectorOpen ? <Inspector reply={inspected} /> : <TokenPopup />}
    </div>
  );
}

/** The reply the user picked, or the newest. */
function replyToInspect(messages: readonly Message[], picked: string | null): Message | null {
  return (
    messages.find((message) => message.id === picked) ??
    messages.findLast((message) => message.role === "assistant") ??
    null
  );
}
