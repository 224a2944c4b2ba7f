import { PanelRightClose } from "lucide-react";
import type { Message } from "../../../contract/chats.ts";
import { isActive } from "../../store/message-list.ts";
import { useReplies, useSession, useView } from "../../store/session-context.tsx";
import { strings } from "../../strings.ts";
import { Button } from "../../ui/button.tsx";
import { Callout } from "../../ui/callout.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import styles from "./inspector.module.css";
import { InspectorTabs } from "./inspector-tabs.tsx";
import { MarkList } from "./mark-list.tsx";
import { PositionChart } from "./position-chart.tsx";
import { ReplayBar } from "./replay-bar.tsx";
import { RoundList } from "./round-list.tsx";
import { TimeSplit } from "./time-split.tsx";
import { TokenCard } from "./token-card.tsx";
import { useReplyTrace } from "./use-reply-trace.ts";

/** The rounds of one reply beside the chat. */
export function Inspector({ reply }: { readonly reply: Message | null }) {
  const { view } = useSession();
  return (
    <aside className={styles.panel} aria-label={strings.inspector.title}>
      <header className={styles.header}>
        <h2 className={styles.title}>{strings.inspector.title}</h2>
        <IconButton
          label={strings.inspector.close}
          icon={PanelRightClose}
          side="left"
          onClick={() => view.getState().setInspector(false)}
        />
      </header>
      {reply === null ? <NoRounds /> : <ReplyRounds message={reply} />}
    </aside>
  );
}

/** Before the first reply: what will be seen here, and how to read it. */
function NoRounds() {
  return (
    <div className={styles.empty}>
      <p>{strings.inspector.empty}</p>
      <MarkList guesses plain tall />
    </div>
  );
}

function ReplyRounds({ message }: { readonly message: Message }) {
  const { replies } = useSession();
  const { log, figures, trace } = useReplyTrace(message);
  if (trace.state === "failed" && log.rounds.length === 0) {
    return (
      <Callout
        tone="danger"
        title={strings.reply.traceFailed}
        details={trace.error.details}
        actions={
          <Button small onClick={() => void replies.getState().loadTrace(message.id)}>
            {strings.app.tryAgain}
          </Button>
        }
      >
        {trace.error.message}
      </Callout>
    );
  }
  if (log.rounds.length === 0) {
    return trace.state === "loading" ? <p className={styles.empty}>{strings.reply.traceLoading}</p> : <NoRounds />;
  }
  return (
    <InspectorTabs
      above={isActive(message) ? null : <ReplayBar key={message.id} messageId={message.id} rounds={log.rounds} />}
      panels={{
        rounds: (
          <>
            <RoundList
              key={message.id}
              messageId={message.id}
              rounds={log.rounds}
              figures={figures}
              running={isActive(message)}
            />
            <div className={styles.card}>
              <PanelCard />
            </div>
            <div className={styles.charts}>
              <PositionChart counts={figures.byPosition} />
              <TimeSplit figures={figures} />
            </div>
          </>
        ),
        token: <PanelCard whole />,
        charts: (
          <div className={styles.charts}>
            <PositionChart counts={figures.byPosition} />
            <TimeSplit figures={figures} />
          </div>
        ),
      }}
    />
  );
}

/** The token pointed at, of whichever reply on screen. */
function PanelCard({ whole = false }: { readonly whole?: boolean }) {
  const place = useView((state) => state.cardToken);
  const rounds = useReplies((state) => (place === null ? undefined : state.byMessage[place.messageId]?.log.rounds));
  if (place === null || rounds === undefined) return <p className={styles.hint}>{strings.card.hint}</p>;
  return <TokenCard place={place} rounds={rounds} whole={whole} />;
}
