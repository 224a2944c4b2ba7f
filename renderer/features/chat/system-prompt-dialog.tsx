import { useRef, useState } from "react";
import type { Chat } from "../../../contract/chats.ts";
import { useSession } from "../../store/session-context.tsx";
import { strings } from "../../strings.ts";
import { Button } from "../../ui/button.tsx";
import { DialogFrame } from "../../ui/dialog-frame.tsx";
import { shortened } from "../../ui/format.ts";
import { useGrowingHeight } from "../../ui/use-growing-height.ts";
import styles from "./system-prompt-dialog.module.css";

interface SystemPromptDialogProps {
  readonly chat: Chat;
  readonly onClose: () => void;
}

/** What this chat's model is told before anything else; counts from the next message on. */
export function SystemPromptDialog({ chat, onClose }: SystemPromptDialogProps) {
  const { chats, notices } = useSession();
  const [text, setText] = useState(chat.systemPrompt);
  const field = useRef<HTMLTextAreaElement>(null);
  useGrowingHeight(field, text);
  const save = async (): Promise<void> => {
    const { attempt } = notices.getState();
    if (await attempt(strings.chats.systemPromptFailed, () => chats.getState().setSystemPrompt(chat.id, text)))
      onClose();
  };
  return (
    <DialogFrame
      title={strings.chats.systemPrompt}
      hint={strings.chats.systemPromptHint(shortened(chat.title))}
      confirm={
        <Button look="primary" onClick={() => void save()}>
          {strings.chats.save}
        </Button>
      }
      onClose={onClose}
    >
      <textarea
        ref={field}
        className={styles.field}
        aria-label={strings.chats.systemPrompt}
        rows={6}
        maxLength={100_000}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </DialogFrame>
  );
}
