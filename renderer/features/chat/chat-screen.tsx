import { PanelRightOpen } from "lucide-react";
import type { Message } from "../../../contract/chats.ts";
import { isActive, newestBegun } from "../../store/message-list.ts";
import { useChats, useSession, useView } from "../../store/session-context.tsx";
import { useShownBranch } from "../../store/use-shown-branch.ts";
import { strings } from "../../strings.ts";
import { IconButton } from "../../ui/icon-button.tsx";
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
  const messages = useShownBranch(chatId);
  const active = messages.find(isActive)?.id ?? null;
  const inspected = replyToInspect(messages, inspectedId);

  return (
    <>
      <div className={styles.screen}>
        <div className={styles.chat}>
          {chatId === null ? (
            <div className={styles.start}>
              <FirstRun />
            </div>
          ) : (
            <ConversationView key={chatId} chatId={chatId} conversation={conversation} messages={messages} />
          )}
          <Composer key={`composer of ${chatId ?? "a new chat"}`} chatId={chatId} activeReply={active} />
        </div>
        {inspectorOpen ? <Inspector reply={inspected} /> : <InspectorOpener />}
      </div>
      {/* Until it is open; not in the screen, whose bounds would be the popup's. */}
      {inspectorOpen ? null : <TokenPopup />}
    </>
  );
}

/** The way back to the panel. */
function InspectorOpener() {
  const { view } = useSession();
  return (
    <span className={styles.opener}>
      <IconButton
        label={strings.inspector.open}
        icon={PanelRightOpen}
        side="left"
        onClick={() => view.getState().setInspector(true)}
      />
    </span>
  );
}

/** The reply the user picked, or the newest that was begun. */
function replyToInspect(messages: readonly Message[], picked: string | null): Message | null {
  return messages.find((message) => message.id === picked) ?? newestBegun(messages);
}
