import { useChats } from "../../store/session-context.tsx";
import { strings } from "../../strings.ts";
import styles from "./pair-bar.module.css";

/** The figures of the open chat's last finished reply. */
export function LastReply() {
  const summary = useChats(({ selectedId, conversations }) => {
    const messages = selectedId === null ? undefined : conversations[selectedId]?.messages;
    return messages?.findLast((message) => message.summary !== null)?.summary ?? null;
  });
  if (summary === null) return null;
  const parts = [
    summary.acceptanceRate === null ? null : strings.pair.lastAcceptance(summary.acceptanceRate),
    summary.blockEfficiency === null ? null : strings.pair.lastPerRound(summary.blockEfficiency),
    summary.tokensPerSecond === null ? null : strings.pair.lastPerSecond(summary.tokensPerSecond),
  ].filter((part) => part !== null);
  if (parts.length === 0) return null;
  return (
    <p className={styles.last}>
      <span className="visually-hidden">{strings.pair.lastReply}: </span>
      {parts.join(" · ")}
    </p>
  );
}
