import { memo } from "react";
import { useChats, useReplies, useSession, useView } from "../../store/session-context.tsx";
import { strings } from "../../strings.ts";
import styles from "./inspector.module.css";
import { TokenCard } from "./token-card.tsx";

/** The token pointed at, of whichever reply on screen. */
export const PanelCard = memo(function PanelCard({ whole = false }: { readonly whole?: boolean }) {
  const { chats, notices } = useSession();
  const place = useView((state) => state.cardToken);
  const rounds = useReplies((state) => (place === null ? undefined : state.byMessage[place.messageId]?.log.rounds));
  const ended = useChats(({ selectedId, conversations }) => {
    const messages = selectedId === null ? [] : (conversations[selectedId]?.messages ?? []);
    return messages.some(
      ({ id, summary, state }) => id === place?.messageId && summary !== null && isOver(state.status),
    );
  });
  if (place === null || rounds === undefined) return <p className={styles.hint}>{strings.card.hint}</p>;

  const branch = async (keep: number, token: number): Promise<void> => {
    await notices
      .getState()
      .attempt(strings.card.branchFailed, () => chats.getState().branch(place.messageId, keep, token));
  };
  return (
    <TokenCard
      place={place}
      rounds={rounds}
      whole={whole}
      {...(ended ? { onBranch: (keep: number, token: number) => void branch(keep, token) } : {})}
    />
  );
});

function isOver(status: string): boolean {
  return status === "complete" || status === "stopped";
}
