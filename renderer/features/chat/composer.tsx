import { ArrowUp, Square } from "lucide-react";
import { type KeyboardEvent, useId, useRef } from "react";
import type { AttachedFile } from "../../../contract/attached-files.ts";
import { NEW_CHAT } from "../../store/chats.ts";
import { useChats, useConnection, useModels, useSession } from "../../store/session-context.tsx";
import { strings } from "../../strings.ts";
import { Button } from "../../ui/button.tsx";
import { Callout } from "../../ui/callout.tsx";
import { useFileDrop } from "../../ui/use-file-drop.ts";
import { useGrowingHeight } from "../../ui/use-growing-height.ts";
import { PresetMenu } from "../presets/preset-menu.tsx";
import { AttachButton } from "./attach-button.tsx";
import { AttachedFiles } from "./attached-files.tsx";
import styles from "./composer.module.css";
import { ContextUse } from "./context-use.tsx";
import { DraftTokens } from "./draft-tokens.tsx";
import { LastUseLine } from "./last-use-line.tsx";
import { readTextFile } from "./read-text-file.ts";

interface ComposerProps {
  readonly chatId: string | null;
  /** The reply this chat waits for, if any. */
  readonly activeReply: string | null;
}

const noFiles: readonly AttachedFile[] = [];

export function Composer({ chatId, activeReply }: ComposerProps) {
  const { chats, notices } = useSession();
  const key = chatId ?? NEW_CHAT;
  const draft = useChats((state) => state.drafts[key] ?? "");
  const sending = useChats((state) => state.sending[key] ?? false);
  const sendError = useChats((state) => state.sendErrors[key] ?? null);
  const noModel = useModels((state) => state.models.every((model) => model.problem !== null));
  const ready = useConnection((state) => state.about !== null);
  const files = useChats((state) => state.files[key] ?? noFiles);
  const box = useRef<HTMLTextAreaElement>(null);
  const remarkId = useId();
  useGrowingHeight(box, draft);

  const send = (): void => {
    void chats.getState().send(chatId);
  };
  const attach = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    const read = await readTextFile(file);
    if (typeof read === "string") {
      notices.getState().fail(strings.composer.attachFailed(file.name), strings.composer.fileProblems[read]);
    } else {
      chats.getState().attach(key, read);
    }
  };
  const detach = (file: AttachedFile): void => {
    chats.getState().detach(key, file);
    // The button that had the focus is gone.
    box.current?.focus();
  };
  const { dropping, handlers } = useFileDrop((dropped) => {
    for (const file of dropped) void attach(file);
  });
  const stop = async (messageId: string): Promise<void> => {
    // The button goes with the reply; its focus must not go nowhere.
    box.current?.focus();
    await notices.getState().attempt(strings.composer.stopFailed, () => chats.getState().stop(messageId));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // Enter that confirms an input method's choice is no order to send.
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };

  return (
    <div className={styles.area}>
      {sendError === null ? null : (
        <Callout
          tone="danger"
          title={strings.composer.sendFailed}
          details={sendError.details}
          actions={
            <Button small look="quiet" onClick={() => chats.getState().dismissSendError(key)}>
              {strings.app.dismiss}
            </Button>
          }
        >
          {sendError.message}
        </Callout>
      )}
      {ready && noModel ? <Callout tone="warning">{strings.composer.noModel}</Callout> : null}
      <LastUseLine />
      <form
        className={styles.box}
        data-dropping={dropping}
        {...handlers}
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <AttachedFiles files={files} onRemove={detach} />
        <textarea
          ref={box}
          data-composer
          className={styles.text}
          aria-label={strings.composer.label}
          aria-describedby={remarkId}
          placeholder={strings.composer.placeholder}
          rows={1}
          value={draft}
          readOnly={sending}
          onChange={(event) => chats.getState().setDraft(key, event.target.value)}
          onKeyDown={onKeyDown}
        />
        <div className={styles.foot}>
          <AttachButton onFile={(file) => void attach(file)} />
          <PresetMenu />
          <ContextUse chatId={chatId} />
          <DraftTokens text={draft} />
          <p id={remarkId} className={styles.hint}>
            {activeReply === null ? strings.composer.hint : strings.composer.queueHint}
          </p>
          {activeReply === null ? null : (
            <Button small className={styles.stop} onClick={() => void stop(activeReply)}>
              <Square size="0.6875rem" fill="currentColor" aria-hidden />
              {strings.composer.stop}
            </Button>
          )}
          <button
            type="submit"
            className={styles.send}
            aria-label={strings.composer.send}
            disabled={sending || draft.trim() === ""}
          >
            <ArrowUp size="1.0625rem" aria-hidden />
          </button>
        </div>
      </form>
    </div>
  );
}
