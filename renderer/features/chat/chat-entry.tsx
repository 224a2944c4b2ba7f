import {
  Braces,
  Ellipsis,
  FileText,
  Layers,
  type LucideIcon,
  Pencil,
  Pin,
  PinOff,
  ScrollText,
  Trash2,
} from "lucide-react";
import { type KeyboardEvent, memo, useState } from "react";
import { type ChatExportFormat, chatExportFormatSchema } from "../../../contract/chat-file.ts";
import type { Chat } from "../../../contract/chats.ts";
import { useChats, useSession, useView } from "../../store/session-context.tsx";
import { strings } from "../../strings.ts";
import { ActionItem, ActionMenu, ActionSeparator } from "../../ui/action-menu.tsx";
import { shortened } from "../../ui/format.ts";
import { selectOnce } from "../../ui/select-once.ts";
import { saveFile } from "../inspector/save-file.ts";
import styles from "./chat-list.module.css";
import { SystemPromptDialog } from "./system-prompt-dialog.tsx";

const exportIcons: Readonly<Record<ChatExportFormat, LucideIcon>> = {
  markdown: FileText,
  "json-with-rounds": Layers,
  json: Braces,
};

/** One chat in the list: opens it, renames it, pins it, deletes it. */
export const ChatEntry = memo(function ChatEntry({ chat }: { readonly chat: Chat }) {
  const session = useSession();
  const { bridge, chats, notices } = session;
  const current = useChats((state) => state.selectedId === chat.id);
  const onChatScreen = useView((state) => state.screen === "chat");
  const answering = useChats((state) => Object.values(state.active).includes(chat.id));
  const [mode, setMode] = useState<"shown" | "renaming" | "system-prompt">("shown");

  const rename = async (title: string): Promise<void> => {
    setMode("shown");
    if (title.trim() === "" || title.trim() === chat.title) return;
    await notices.getState().attempt(strings.chats.renameFailed, () => chats.getState().rename(chat.id, title.trim()));
  };
  const remove = async (): Promise<void> => {
    await notices.getState().attempt(strings.chats.removeFailed, async () => {
      await chats.getState().remove(chat.id);
      const undo = { label: strings.chats.undo, run: () => void restore() };
      notices.getState().offer(strings.chats.removed, strings.chats.removedText(shortened(chat.title)), undo);
    });
  };
  const restore = async (): Promise<void> => {
    await notices.getState().attempt(strings.chats.restoreFailed, () => chats.getState().restore(chat.id));
  };
  const exportAs = async (format: ChatExportFormat): Promise<void> => {
    await notices.getState().attempt(strings.chats.exportFailed, async () => {
      saveFile(await bridge.call("chats.export", { chatId: chat.id, format }));
    });
  };
  const pin = async (): Promise<void> => {
    await notices.getState().attempt(strings.chats.pinFailed, () => chats.getState().pin(chat.id, !chat.pinned));
  };

  if (mode === "renaming") {
    return (
      <li>
        <TitleField title={chat.title} onDone={(title) => void rename(title)} onCancel={() => setMode("shown")} />
      </li>
    );
  }
  return (
    <li className={styles.entry} data-current={current && onChatScreen}>
      <button
        type="button"
        className={styles.open}
        aria-current={current && onChatScreen ? "page" : undefined}
        data-chat-id={chat.id}
        onClick={() => void session.openChat(chat.id)}
      >
        <span className={styles.title} title={chat.title}>
          {chat.title}
        </span>
        {answering ? (
          <span className={styles.answering}>
            <span className="visually-hidden">{strings.chats.answering}</span>
          </span>
        ) : null}
      </button>
      <ActionMenu
        trigger={
          <button type="button" className={styles.more} aria-label={strings.chats.actions(chat.title)}>
            <Ellipsis size="0.9375rem" aria-hidden />
          </button>
        }
        finalFocus={mode === "shown" ? undefined : false}
      >
        <ActionItem icon={chat.pinned ? PinOff : Pin} onClick={() => void pin()}>
          {chat.pinned ? strings.chats.unpin : strings.chats.pin}
        </ActionItem>
        <ActionItem icon={Pencil} onClick={() => setMode("renaming")}>
          {strings.chats.rename}
        </ActionItem>
        <ActionItem icon={ScrollText} onClick={() => setMode("system-prompt")}>
          {strings.chats.systemPrompt}
        </ActionItem>
        <ActionSeparator />
        {chatExportFormatSchema.options.map((format) => (
          <ActionItem key={format} icon={exportIcons[format]} onClick={() => void exportAs(format)}>
            {strings.chats.exportAs[format]}
          </ActionItem>
        ))}
        <ActionSeparator />
        <ActionItem icon={Trash2} onClick={() => void remove()}>
          {strings.chats.remove}
        </ActionItem>
      </ActionMenu>
      {mode === "system-prompt" ? <SystemPromptDialog chat={chat} onClose={() => setMode("shown")} /> : null}
    </li>
  );
});

interface TitleFieldProps {
  readonly title: string;
  readonly onDone: (title: string) => void;
  readonly onCancel: () => void;
}

/** Enter or leaving the field keeps the title, Escape does not. */
function TitleField({ title, onDone, onCancel }: TitleFieldProps) {
  const [text, setText] = useState(title);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Enter" && !event.nativeEvent.isComposing) onDone(text);
    if (event.key === "Escape") onCancel();
  };
  return (
    <input
      className={styles.field}
      aria-label={strings.chats.renameLabel}
      value={text}
      maxLength={200}
      ref={selectOnce}
      onChange={(event) => setText(event.target.value)}
      onKeyDown={onKeyDown}
      onBlur={() => onDone(text)}
    />
  );
}
