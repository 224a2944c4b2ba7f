import type { PaceReason } from "../../../contract/trace.ts";
import { useChats, useReplies } from "../../store/session-context.tsx";
import { strings } from "../../strings.ts";
import { LastReply } from "./last-reply.tsx";
import styles from "./pair-bar.module.css";

/** While the open chat's reply is written: the k in force and why. Afterwards: how it went. */
export function ReplyPace() {
  const messageId = useChats(
    ({ selectedId, active }) => Object.keys(active).find((id) => active[id] === selectedId) ?? null,
  );
  // The same object from round to round, until k or the reason for it changes.
  const pace = useReplies(({ byMessage }) => (messageId === null ? undefined : byMessage[messageId]?.log.paces.at(-1)));
  return pace === undefined ? <LastReply /> : <LivePace k={pace.k} reason={pace.reason} />;
}

function LivePace({ k, reason }: { readonly k: number; readonly reason: PaceReason }) {
  return (
    <p className={styles.live}>
      <span className="visually-hidden">{strings.pair.live}: </span>
      <span className={styles.liveK}>{strings.pair.liveK(k, reason === "auto-lookup")}</span>
      {strings.pair.paceReasons[reason]}
    </p>
  );
}
