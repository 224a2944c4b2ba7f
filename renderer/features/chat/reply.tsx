import { memo } from "react";
import type { Message } from "../../../contract/chats.ts";
import { isActive } from "../../store/message-list.ts";
import { strings } from "../../strings.ts";
import { Callout } from "../../ui/callout.tsx";
import { useCalmReply } from "../inspector/use-reply-trace.ts";
import { LeftInReply } from "./left-divider.tsx";
import { Legend } from "./legend.tsx";
import styles from "./reply.module.css";
import { ReplyBody } from "./reply-body.tsx";
import { ReplyFiguresLine } from "./reply-figures-line.tsx";
import { ReplyOutcome } from "./reply-outcome.tsx";
import { ReplyTools } from "./reply-tools.tsx";
import { splitReply, textOf } from "./split-reply.ts";
import { useReplyView } from "./use-reply-view.ts";

interface ReplyProps {
  readonly message: Message;
  /** The newest reply may be answered again, or taken back while it waits. */
  readonly newest: boolean;
  /** The newest one that was begun carries the legend. */
  readonly explained: boolean;
}

/** What comes with every frame is drawn by its body alone. */
export const Reply = memo(function Reply({ message, newest, explained }: ReplyProps) {
  const reply = useCalmReply(message);
  const shown = useReplyView(message.id);
  const active = isActive(message);
  const text = textOf(message, reply);
  const answer = active ? "" : splitReply(message, reply, text).answer;
  // While a reply is continued its summary is that of its beginning.
  const summary = active && reply.figures.rounds > 0 ? null : message.summary;
  const rounds = summary?.rounds ?? reply.figures.rounds;
  const ks = reply.figures.ks.length > 0 ? reply.figures.ks : kOfSummary(message);

  return (
    <article
      className={styles.reply}
      aria-label={strings.reply.name}
      aria-busy={active}
      data-message-id={message.id}
      data-state={message.state.status}
      data-view={shown}
    >
      <header className={styles.header}>
        <h2 className={styles.name}>{strings.reply.name}</h2>
        {rounds === 0 ? null : (
          <p className={styles.rounds}>
            {strings.reply.rounds(rounds)}
            {ks.length === 0 ? null : ` · ${strings.reply.k(ks)}`}
          </p>
        )}
        <ReplyTools message={message} answer={answer === "" ? null : answer} shown={shown} />
      </header>
      <ReplyBody message={message} view={shown} newest={newest} />
      <LeftInReply shifts={summary?.left.shifts ?? reply.figures.shifts} />
      {message.summary?.notes.map((note) => (
        <Callout key={note.code} tone="warning">
          {note.text}
        </Callout>
      ))}
      <ReplyOutcome message={message} hasText={text !== ""} newest={newest} />
      {explained && shown === "tokens" && reply.log.rounds.length > 0 ? (
        <Legend guesses={reply.figures.drafted > 0} plain={reply.figures.plain > 0} />
      ) : null}
      <ReplyFiguresLine summary={summary} live={reply.figures} />
    </article>
  );
});

function kOfSummary(message: Message): readonly number[] {
  const k = message.summary?.settings.k;
  return typeof k === "number" ? [k] : [];
}
