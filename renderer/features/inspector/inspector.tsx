import { PanelRightClose } from "lucide-react";
import { useCallback, useMemo, useRef } from "react";
import type { Message } from "../../../contract/chats.ts";
import { isActive } from "../../store/message-list.ts";
import { useSession, useView } from "../../store/session-context.tsx";
import { strings } from "../../strings.ts";
import { Button } from "../../ui/button.tsx";
import { Callout } from "../../ui/callout.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { useOverlay } from "../../ui/use-overlay.ts";
import styles from "./inspector.module.css";
import { InspectorTabs } from "./inspector-tabs.tsx";
import { JumpList } from "./jump-list.tsx";
import { LengthChart } from "./length-chart.tsx";
import { MarkList } from "./mark-list.tsx";
import { PanelCard } from "./panel-card.tsx";
import { PositionChart } from "./position-chart.tsx";
import { ReplayBar } from "./replay-bar.tsx";
import { RoundList } from "./round-list.tsx";
import { SpeedChart } from "./speed-chart.tsx";
import { TimeSplit } from "./time-split.tsx";
import { TraceMenu } from "./trace-menu.tsx";
import { useCalmReply, useReplyAFrameLater } from "./use-reply-trace.ts";
import { VerdictCard } from "./verdict-card.tsx";

/** One reply beside the chat: its rounds, a token, its figures. */
export function Inspector({ reply }: { readonly reply: Message | null }) {
  const { view } = useSession();
  const panel = useRef<HTMLElement>(null);
  const close = useCallback(() => view.getState().setInspector(false), [view]);
  useOverlay(panel, true, close);
  return (
    <aside ref={panel} tabIndex={-1} className={styles.panel} aria-label={strings.inspector.title}>
      {reply === null ? <NoRounds /> : <ReplyRounds message={reply} />}
    </aside>
  );
}

/** What stands in place of the tabs while there is nothing to put into them. */
function Header() {
  return (
    <header className={styles.header}>
      <h2 className={styles.title}>{strings.inspector.title}</h2>
      <div className={styles.corner}>
        <TraceMenu messageId={null} />
        <CloseButton />
      </div>
    </header>
  );
}

function CloseButton() {
  const { view } = useSession();
  return (
    <IconButton
      label={strings.inspector.close}
      icon={PanelRightClose}
      side="left"
      className={styles.close}
      onClick={() => view.getState().setInspector(false)}
    />
  );
}

/** Before the first reply: what will be seen here, and how to read it. */
function NoRounds() {
  return (
    <>
      <Header />
      <div className={styles.empty}>
        <p>{strings.inspector.empty}</p>
        <MarkList guesses plain tall />
      </div>
    </>
  );
}

function ReplyRounds({ message }: { readonly message: Message }) {
  const { replies } = useSession();
  const { log, trace } = useCalmReply(message);
  const active = isActive(message);
  // What does not show the reply's figures is handed on as it was, and not drawn again.
  const corner = useMemo(
    () => (
      <div className={styles.corner}>
        <TraceMenu messageId={active ? null : message.id} />
        <CloseButton />
      </div>
    ),
    [active, message.id],
  );
  const panels = useMemo(
    () => ({
      rounds: <RoundsPanel message={message} />,
      token: <PanelCard whole />,
      charts: <ReplyCharts message={message} />,
    }),
    [message],
  );
  if (trace.state === "failed" && log.rounds.length === 0) {
    return (
      <>
        <Header />
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
      </>
    );
  }
  if (log.rounds.length === 0) {
    return trace.state === "loading" ? <TraceLoading /> : <NoRounds />;
  }
  return (
    <InspectorTabs
      corner={corner}
      above={active ? null : <ReplayBar key={message.id} messageId={message.id} rounds={log.rounds} />}
      panels={panels}
    />
  );
}

function TraceLoading() {
  return (
    <>
      <Header />
      <p className={styles.empty}>{strings.reply.traceLoading}</p>
    </>
  );
}

interface PanelProps {
  readonly message: Message;
}

function RoundsPanel({ message }: PanelProps) {
  return (
    <>
      <ReplyLanes message={message} />
      <div className={styles.card}>
        <PanelCard />
      </div>
      <LaneCharts message={message} />
    </>
  );
}

/** With every frame that has new rounds; all else of the inspector takes its time. */
function ReplyLanes({ message }: PanelProps) {
  const { log, figures } = useReplyAFrameLater(message);
  return <RoundList key={message.id} messageId={message.id} log={log} figures={figures} running={isActive(message)} />;
}

function LaneCharts({ message }: PanelProps) {
  const { figures } = useCalmReply(message);
  return (
    <div className={styles.charts}>
      <PositionChart counts={figures.byPosition} />
      <TimeSplit figures={figures} />
    </div>
  );
}

function ReplyCharts({ message }: PanelProps) {
  const { log, figures } = useCalmReply(message);
  const { rounds } = log;
  const plainMs = message.summary?.verdict?.plainMsPerToken ?? null;
  const jumped = useView(({ keptToken }) => keptToken?.messageId === message.id);
  return (
    <>
      <div className={styles.charts}>
        {isActive(message) ? null : <VerdictCard summary={message.summary} />}
        <PositionChart counts={figures.byPosition} />
        <LengthChart rounds={rounds} />
        <SpeedChart rounds={rounds} plainPerSecond={plainMs === null ? null : 1_000 / plainMs} />
        <TimeSplit figures={figures} wide />
      </div>
      {/* Sorted anew with every round it would cost a long reply its smoothness, and the places would jump. */}
      {isActive(message) ? null : <JumpList messageId={message.id} rounds={rounds} />}
      {jumped ? <PanelCard /> : null}
    </>
  );
}
