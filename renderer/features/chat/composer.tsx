import { ArrowUp, Square } from "lucide-react";
import { type KeyboardEvent, useId, useRef, useState } from "react";
import { NEW_CHAT } from "../../store/chats.ts";
import { useChats, useConnection, useModels, useSession } from "../../store/session-context.tsx";
import { strings } from "../../strings.ts";
import { Button } from "../../ui/button.tsx";
import { Callout } from "../../ui/callout.tsx";
import { useGrowingHeight } from "../../ui/use-growing-height.ts";
import styles from "./composer.module.css";
import { ContextUse } from "./context-use.tsx";

interface ComposerProps {
  readonly chatId: string | null;
  /** The reply this chat waits for, if any. */
  readonly activeReply: string | null;
}

export function Composer({ chatId, activeReply }: ComposerProps) {
  const { chats, notices } = useSession();
  const key = chatId ?? NEW_CHAT;
  const draft = useChats((state) => state.drafts[key] ?? "");
  const sending = useChats((state) => state.sending[key] ?? false);
  const sendError = useChats((state) => state.sendErrors[key] ?? null);
  const noModel = useModels((state) => state.models.every((model) => model.problem !== null));
  const ready = useConnection((state) => state.about !== null);
  const [toldBusy, setToldBusy] = useState(false);
  const box = useRef<HTMLTextAreaElement>(null);
  const remarkId = useId();
  useGrowingHeight(box, draft);

  const send = (): void => {
    if (activeReply !== null) {
      setToldBusy(true);
      return;
    }
    setToldBusy(false);
    if (draft.trim() !== "") void chats.getState().send(chatId);
  };
  const stop = async (messageId: string): Promise<void> => {
    setToldBusy(false);
    try {
      await chats.getState().stop(messageId);
    } catch (error) {
      notices.getState().fail(strings.composer.stopFailed, error);
    }
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
      <form
        className={styles.box}
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <textarea
          ref={box}
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
          <ContextUse chatId={chatId} />
          <p id={remarkId} className={styles.hint} data-busy={toldBusy && activeReply !== null}>
            {toldBusy && activeReply !== null ? strings.composer.busy : strings.composer.hint}
          </p>
          {activeReply === null ? (
            <button
              type="submit"
              className={styles.send}
              aria-label={strings.composer.send}
              disabled={sending || draft.trim() === ""}
            >
              <ArrowUp size={17} aria-hidden />
            </button>
          ) : (
            <Button small className={styles.stop} onClick={() => void stop(activeReply)}>
              <Square size={11} fill="currentColor" aria-hidden />
              {strings.composer.stop}
            </Button>
          )}
        </div>
      </form>
    </div>
  );
}
