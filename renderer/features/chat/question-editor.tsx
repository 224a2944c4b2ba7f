import { type KeyboardEvent, useRef, useState } from "react";
import { splitFiles, withFiles } from "../../../contract/attached-files.ts";
import type { Message } from "../../../contract/chats.ts";
import { useSession } from "../../store/session-context.tsx";
import { strings } from "../../strings.ts";
import { Button } from "../../ui/button.tsx";
import { useGrowingHeight } from "../../ui/use-growing-height.ts";
import { AttachedFiles } from "./attached-files.tsx";
import styles from "./question.module.css";

interface QuestionEditorProps {
  readonly message: Message;
  readonly onClose: () => void;
}

/** A question in the making again. Enter asks it, Escape leaves it as it was; a refused one stays to be mended. */
export function QuestionEditor({ message, onClose }: QuestionEditorProps) {
  const { chats, notices } = useSession();
  const [{ files, text }, setParts] = useState(() => splitFiles(message.content));
  const [sending, setSending] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  useGrowingHeight(field, text);
  const edited = withFiles(text.trim(), files);
  const unchanged = edited === "" || edited === message.content.trim();

  const ask = async (): Promise<void> => {
    if (unchanged || sending) return;
    setSending(true);
    const asked = await notices
      .getState()
      .attempt(strings.message.editFailed, () => chats.getState().edit(message, edited));
    if (asked) onClose();
    else setSending(false);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Escape") {
      event.stopPropagation();
      onClose();
    }
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void ask();
  };

  return (
    <form
      className={styles.editor}
      onSubmit={(event) => {
        event.preventDefault();
        void ask();
      }}
    >
      <AttachedFiles
        files={files}
        onRemove={(file) => {
          setParts({ files: files.filter((kept) => kept !== file), text });
          field.current?.focus();
        }}
      />
      <textarea
        ref={(element) => {
          field.current = element;
          if (element !== null && document.activeElement === document.body) element.focus();
        }}
        className={styles.field}
        aria-label={strings.message.editLabel}
        rows={1}
        value={text}
        readOnly={sending}
        onChange={(event) => setParts({ files, text: event.target.value })}
        onKeyDown={onKeyDown}
      />
      <div className={styles.actions}>
        <p className={styles.hint}>{strings.message.editHint}</p>
        <Button small look="quiet" onClick={onClose}>
          {strings.app.cancel}
        </Button>
        <Button small look="primary" type="submit" disabled={unchanged || sending}>
          {strings.message.ask}
        </Button>
      </div>
    </form>
  );
}
