import { type ReactNode, useDeferredValue } from "react";
import type { Message } from "../../../contract/chats.ts";
import type { Reply } from "../../store/replies.ts";
import { usePair, useSession } from "../../store/session-context.tsx";
import type { ReplyView } from "../../store/view.ts";
import { strings } from "../../strings.ts";
import { Button } from "../../ui/button.tsx";
import { Callout } from "../../ui/callout.tsx";
import { focusOn } from "../../ui/focus-on.ts";
import { formatPercent } from "../../ui/format.ts";
import { TokenText } from "../inspector/token-text.tsx";
import { useReplyTrace } from "../inspector/use-reply-trace.ts";
import { Markdown } from "./markdown.tsx";
import styles from "./reply.module.css";
import { splitReply, textOf } from "./split-reply.ts";
import { Thinking } from "./thinking.tsx";

interface ReplyBodyProps {
  readonly message: Message;
  readonly view: ReplyView;
  /** Nothing follows it. */
  readonly newest: boolean;
}

/** As far as it is written; drawn again with every frame that brings more. */
export function ReplyBody({ message, view, newest }: ReplyBodyProps) {
  const reply = useReplyTrace(message);
  const text = textOf(message, reply);
  const body = <ReplyText message={message} reply={reply} text={text} view={view} />;
  if (message.state.status !== "waiting") return body;
  return (
    <>
      {/* What a reply that is continued has already. */}
      {text === "" ? null : body}
      <WaitingRemark action={newest && text === "" ? <TakeBackButton message={message} /> : null} />
    </>
  );
}

interface ReplyTextProps {
  readonly message: Message;
  readonly view: ReplyView;
  readonly reply: Reply;
  readonly text: string;
}

function ReplyText({ message, reply, text, view }: ReplyTextProps) {
  if (message.state.status === "streaming" && reply.log.rounds.length === 0 && text === "") {
    return <Pending>{strings.reply.reading}</Pending>;
  }
  if (text === "" && reply.log.rounds.length === 0 && message.roundCount === 0) {
    return message.state.status === "complete" ? <p className={styles.pending}>{strings.reply.empty}</p> : null;
  }
  const read = <ReadText message={message} reply={reply} text={text} />;
  // Of an imported chat there are no rounds to show.
  const hasTokens = message.roundCount > 0 || reply.log.rounds.length > 0 || message.state.status === "streaming";
  if (view === "read" || !hasTokens) return read;
  if (reply.trace.state === "failed" && reply.log.rounds.length === 0)
    return <TraceFailed message={message} reply={reply} />;
  if (reply.log.rounds.length === 0 && message.roundCount > 0) {
    return (
      <>
        {read}
        <Pending>{strings.reply.traceLoading}</Pending>
      </>
    );
  }
  return (
    <TokenText
      messageId={message.id}
      rounds={reply.log.rounds}
      stream={reply.stream}
      streaming={message.state.status === "streaming"}
    />
  );
}

type ReadTextProps = Pick<ReplyTextProps, "message" | "reply" | "text">;

/** Markdown takes its time: where frames come faster, it is drawn for the newest of them. */
function ReadText({ message, reply, text }: ReadTextProps) {
  const { thinking, answer } = splitReply(message, reply, useDeferredValue(text));
  return (
    <>
      {thinking === null ? null : <Thinking thought={thinking} />}
      {answer === "" ? null : <Markdown text={answer} />}
    </>
  );
}

function WaitingRemark({ action }: { readonly action: ReactNode }) {
  const pair = usePair((state) => state.pair);
  const remark = pair.state === "loaded" ? strings.reply.waitingInLine : strings.reply.waitingForPair;
  return (
    <div className={styles.waiting}>
      <Pending>{pair.state === "loading" ? `${remark} · ${formatPercent(pair.fraction)}` : remark}</Pending>
      {action}
    </div>
  );
}

/** The message goes back to where it was typed. */
function TakeBackButton({ message }: { readonly message: Message }) {
  const { chats, notices } = useSession();
  const takeBack = async (): Promise<void> => {
    await notices.getState().attempt(strings.reply.takeBackFailed, () => chats.getState().takeBack(message));
    focusOn("[data-composer]");
  };
  return (
    <Button small onClick={() => void takeBack()}>
      {strings.reply.takeBack}
    </Button>
  );
}

function Pending({ children }: { readonly children: ReactNode }) {
  return (
    <p className={styles.pending}>
      <span className={styles.pulse} aria-hidden />
      {children}
    </p>
  );
}

function TraceFailed({ message, reply }: { readonly message: Message; readonly reply: Reply }) {
  const { replies } = useSession();
  if (reply.trace.state !== "failed") return null;
  return (
    <Callout
      tone="danger"
      title={strings.reply.traceFailed}
      details={reply.trace.error.details}
      actions={
        <Button small onClick={() => void replies.getState().loadTrace(message.id)}>
          {strings.app.tryAgain}
        </Button>
      }
    >
      {reply.trace.error.message}
    </Callout>
  );
}
