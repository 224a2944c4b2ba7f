import { Dialog } from "@base-ui/react/dialog";
import { useState } from "react";
import type { Chat } from "../../../contract/chats.ts";
import { useSession } from "../../store/session-context.tsx";
import { strings } from "../../strings.ts";
import { Button } from "../../ui/button.tsx";
import styles from "./system-prompt-dialog.module.css";

interface SystemPromptDialogProps {
  readonly chat: Chat;
  readonly onClose: () => void;
}

/** What this chat's model is told before anything else; counts from the next message on. */
export function SystemPromptDialog({ chat, onClose }: SystemPromptDialogProps) {
  const { chats, notices } = useSession();
  const [text, setText] = useState(chat.systemPrompt);
  const save = async (): Promise<void> => {
    const { attempt } = notices.getState();
    if (await attempt(strings.chats.systemPromptFailed, () => chats.getState().setSystemPrompt(chat.id, text)))
      onClose();
  };
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup className={styles.popup}>
          <Dialog.Title className={styles.title}>{strings.chats.systemPrompt}</Dialog.Title>
          <Dialog.Description className={styles.hint}>{strings.chats.systemPromptHint(chat.title)}</Dialog.Description>
          <textarea
            className={styles.field}
            aria-label={strings.chats.systemPrompt}
            rows={6}
            maxLength={100_000}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          <div className={styles.actions}>
            <Dialog.Close render={<Button>{strings.app.cancel}</Button>} />
            <Button look="primary" onClick={() => void save()}>
              {strings.chats.save}
            </Button>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
