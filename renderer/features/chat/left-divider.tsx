import type { ContextShift } from "../../../contract/trace.ts";
import { strings } from "../../strings.ts";
import styles from "./left-divider.module.css";

/** Between the messages that have left the context and those the model still reads. */
export function LeftDivider({ messages }: { readonly messages: number }) {
  return (
    <p className={styles.divider} role="note">
      {strings.reply.leftAbove(messages)}
    </p>
  );
}

/** Turns that left while this reply was written. */
export function LeftInReply({ shifts }: { readonly shifts: readonly ContextShift[] }) {
  return shifts
    .filter(({ at }) => at > 0)
    .map((shift) => (
      <p key={shift.at} className={styles.remark} role="note">
        {strings.reply.leftInReply(shift)}
      </p>
    ));
}
