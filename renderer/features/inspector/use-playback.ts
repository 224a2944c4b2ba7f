import { useEffect } from "react";
import { useReplay, useSession } from "../../store/session-context.tsx";
import { momentAt, stepAt, type Timeline } from "./replay-timeline.ts";
import { tokenOfMoment } from "./replay-view.ts";

/** Moves a playing reply along with the clock, one change per animation frame at the most. */
export function usePlayback(messageId: string, timeline: Timeline): void {
  const { replay, view } = useSession();
  const playing = useReplay((state) => state.messageId === messageId && state.playing);

  useEffect(() => {
    if (!playing) return;
    let ms = momentAt(timeline, replay.getState().step).atMs;
    let last = performance.now();
    const tick = (now: number): void => {
      const { step, speed, seek, pause } = replay.getState();
      ms += Math.max(0, now - last) * speed;
      last = now;
      const due = stepAt(timeline, ms);
      // Somebody else moved it: go on from there.
      if (due < step) ms = momentAt(timeline, step).atMs;
      else if (due > step) {
        seek(messageId, due);
        const token = tokenOfMoment(timeline.rounds, momentAt(timeline, due));
        if (token !== null) view.getState().showOnCard({ messageId, ...token });
      }
      if (due >= timeline.lastStep) pause();
      else frame = requestAnimationFrame(tick);
    };
    let frame = requestAnimationFrame(tick);
    return () => cancelAnimationFrame(frame);
  }, [playing, messageId, timeline, replay, view]);
}
