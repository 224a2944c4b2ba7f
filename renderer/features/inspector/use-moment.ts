import { useMemo } from "react";
import type { Round } from "../../../contract/trace.ts";
import { useReplay } from "../../store/session-context.tsx";
import { createTimeline, type Moment, momentAt } from "./replay-timeline.ts";

/** The moment of a reply that is being replayed; null: it stands as it is. */
export function useMoment(messageId: string, rounds: readonly Round[]): Moment | null {
  const replayed = useReplay((state) => state.messageId === messageId);
  const step = useReplay((state) => (state.messageId === messageId ? state.step : 0));
  const timeline = useMemo(() => (replayed ? createTimeline(rounds) : null), [replayed, rounds]);
  return useMemo(() => (timeline === null ? null : momentAt(timeline, step)), [timeline, step]);
}
