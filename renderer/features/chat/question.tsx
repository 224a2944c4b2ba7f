import { Pencil } from "lucide-react";
import { memo, useMemo, useRef, useState } from "react";
import { splitFiles } from "../../../contract/attached-files.ts";
import type { Message } from "../../../contract/chats.ts";
import { strings } from "../../strings.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { BranchSwitch } from "./branch-switch.tsx";
import { CopyButton } from "./copy-button.tsx";
import styles from "./question.module.css";
import { QuestionEditor } from "./question-editor.tsx";
import { SentFiles } from "./sent-files.tsx";

/** What the user wrote; edited, it becomes another branch. */
export const Question = memo(function Question({ message }: { readonly message: Message }) {
  const [editing, setEditing] = useState(false);
  const { files, text } = useMemo(() => splitFiles(message.content), [message.content]);
  const editButton = useRef<HTMLButtonElement>(null);
  const close = (): void => {
    setEditing(false);
    // The field that had the focus is gone.
    requestAnimationFrame(() => editButton.current?.focus());
  };
  return (
    <article className={styles.question} aria-label={strings.message.you} data-message-id={message.id}>
      {editing ? (
        <QuestionEditor message={message} onClose={close} />
      ) : (
        <>
          <SentFiles files={files} />
          {text === "" ? null : <div className={styles.bubble}>{text}</div>}
          <div className={styles.tools}>
            <span className={styles.onDemand}>
              <CopyButton text={message.content} label={strings.message.copy} />
              <IconButton
                ref={editButton}
                label={strings.message.edit}
                icon={Pencil}
                onClick={() => setEditing(true)}
              />
            </span>
            <BranchSwitch message={message} />
          </div>
        </>
      )}
    </article>
  );
});
