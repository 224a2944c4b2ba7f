import { ArrowDown } from "lucide-react";
import { Fragment, type RefObject, useEffect } from "react";
import type { Message } from "../../../contract/chats.ts";
import type { Conversation } from "../../store/chats.ts";
import { newestBegun } from "../../store/message-list.ts";
import { useChats, useSession, useView } from "../../store/session-context.tsx";
import { strings } from "../../strings.ts";
import { Button } from "../../ui/button.tsx";
import { Callout } from "../../ui/callout.tsx";
import { useStickToEnd } from "../../ui/use-stick-to-end.ts";
import styles from "./conversation-view.module.css";
import { LeftDivider } from "./left-divider.tsx";
import { Question } from "./question.tsx";
import { Reply } from "./reply.tsx";

interface ConversationViewProps {
  readonly chatId: string;
  readonly conversation: Conversation | undefined;
  /** The branch that is shown. */
  readonly messages: readonly Message[];
}

export function ConversationView({ chatId, conversation, messages }: ConversationViewProps) {
  const { chats } = useSession();
  const { scroller, content, following, toEnd } = useStickToEnd<HTMLDivElement>(true);
  useSought(content, messages);
  const title = useChats((state) => state.chats.find((chat) => chat.id === chatId)?.title ?? strings.chats.untitled);
  const left = messages.findLast((message) => message.summary !== null)?.summary?.left.messages ?? 0;
  const explained = newestBegun(messages)?.id;
  const lastReply = messages.findLast((message) => message.role === "assistant")?.id;

  return (
    <div className={styles.frame}>
      <div ref={scroller} data-scroller className={styles.scroller}>
        <div ref={content} className={styles.column}>
          <h1 className="visually-hidden">{title}</h1>
          {conversation?.load === "failed" && conversation.error !== null ? (
            <Callout
              tone="danger"
              title={strings.chats.loadFailed}
              details={conversation.error.details}
              actions={
                <Button small onClick={() => void chats.getState().load(chatId)}>
                  {strings.app.tryAgain}
                </Button>
              }
            >
              {conversation.error.message}
            </Callout>
          ) : null}
          {messages.map((message, index) => (
            <Fragment key={message.id}>
              {index > 0 && index === left ? <LeftDivider messages={left} /> : null}
              {message.role === "assistant" ? (
                <Reply message={message} newest={message.id === lastReply} explained={message.id === explained} />
              ) : (
                <Question message={message} />
              )}
            </Fragment>
          ))}
        </div>
      </div>
      {following ? null : (
        <div className={styles.latest}>
          <Button small onClick={toEnd}>
            <ArrowDown size="0.875rem" aria-hidden />
            {strings.reply.latest}
          </Button>
        </div>
      )}
    </div>
  );
}

/** Scrolls to the message that was looked for, once it is there. */
function useSought(content: RefObject<HTMLElement | null>, messages: readonly Message[]): void {
  const { view } = useSession();
  const sought = useView((state) => state.sought);
  const there = sought !== null && messages.some(({ id }) => id === sought);
  useEffect(() => {
    if (!there) return;
    content.current?.querySelector(`[data-message-id="${sought}"]`)?.scrollIntoView({ block: "start" });
    view.getState().seek(null);
  }, [there, sought, content, view]);
}
