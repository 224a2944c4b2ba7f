import type { ReactNode } from "react";
import type { Message } from "../../../contract/chats.ts";
import { useSession } from "../../store/session-context.tsx";
import { strings } from "../../strings.ts";
import { Button } from "../../ui/button.tsx";
import { Callout } from "../../ui/callout.tsx";
import styles from "./reply.module.css";

interface ReplyOutcomeProps {
  readonly message: Message;
  readonly hasText: boolean;
  readonly newest: boolean;
}

/** How a reply ended, where that is not simply its end, and what can be done about it. */
export function ReplyOutcome({ message, hasText, newest }: ReplyOutcomeProps) {
  const { state, summary } = message;
  const again = newest ? <AnswerAgain message={message} /> : null;
  if (state.status === "failed") {
    return (
      <Callout
        tone="danger"
        title={hasText ? strings.reply.failed : strings.reply.failedEmpty}
        details={state.error.details}
        actions={again}
      >
        {state.error.message}
      </Callout>
    );
  }
  const goOn = newest ? <ContinueButton message={message} /> : null;
  if (state.status === "stopped")
    return hasText && summary !== null ? (
      <EndRemark action={goOn}>{strings.reply.stopped}</EndRemark>
    ) : (
      <EndRemark action={again}>{hasText ? strings.reply.stopped : strings.reply.stoppedEmpty}</EndRemark>
    );
  if (state.status !== "complete" || summary === null) return null;
  switch (summary.finishReason) {
    case "max-tokens":
      return <EndRemark action={goOn}>{strings.reply.endedBy["max-tokens"](summary.settings.maxTokens)}</EndRemark>;
    case "context-end":
      return <EndRemark>{strings.reply.endedBy["context-end"]}</EndRemark>;
    case "stop-string":
      return <EndRemark>{strings.reply.endedBy["stop-string"]}</EndRemark>;
    case "end-of-generation":
    case "aborted":
      return null;
  }
}

function EndRemark({ children, action = null }: { readonly children: ReactNode; readonly action?: ReactNode }) {
  return (
    <div className={styles.end}>
      <p>{children}</p>
      {action}
    </div>
  );
}

/** Goes on after the last token there is. */
function ContinueButton({ message }: { readonly message: Message }) {
  const { chats, notices } = useSession();
  const goOn = async (): Promise<void> => {
    await notices.getState().attempt(strings.reply.continueFailed, () => chats.getState().continueReply(message));
  };
  return (
    <Button small onClick={() => void goOn()}>
      {strings.reply.continue}
    </Button>
  );
}

function AnswerAgain({ message }: { readonly message: Message }) {
  const { chats, notices } = useSession();
  const retry = async (): Promise<void> => {
    await notices.getState().attempt(strings.reply.retryFailed, () => chats.getState().retry(message.chatId));
  };
  return (
    <Button small onClick={() => void retry()}>
      {message.state.status === "failed" ? strings.app.tryAgain : strings.reply.answerAgain}
    </Button>
  );
}
