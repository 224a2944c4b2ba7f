import { ChevronLeft, ChevronRight, Pause, Play, SkipBack, SkipForward, X } from "lucide-react";
import { type CSSProperties, type KeyboardEvent, useEffect, useMemo } from "react";
import type { Round } from "../../../contract/trace.ts";
import { type ReplaySpeed, replaySpeeds } from "../../store/replay.ts";
import { useReplay, useSession } from "../../store/session-context.tsx";
import { strings } from "../../strings.ts";
import { formatCount } from "../../ui/format.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { Select } from "../../ui/select.tsx";
import styles from "./replay-bar.module.css";
import { clampStep, createTimeline, momentAt, roundStep, type Timeline } from "./replay-timeline.ts";
import { tokenOfMoment } from "./replay-view.ts";
import { usePlayback } from "./use-playback.ts";

interface ReplayBarProps {
  readonly messageId: string;
  readonly rounds: readonly Round[];
}

/** Plays a stored reply again from its trace: by the clock, token by token, or round by round. */
export function ReplayBar({ messageId, rounds }: ReplayBarProps) {
  const { replay, view } = useSession();
  const timeline = useMemo(() => createTimeline(rounds), [rounds]);
  const replaying = useReplay((state) => state.messageId === messageId);
  const step = useReplay((state) => (state.messageId === messageId ? state.step : timeline.lastStep));
  const playing = useReplay((state) => state.messageId === messageId && state.playing);
  const speed = useReplay((state) => state.speed);
  const moment = momentAt(timeline, step);
  usePlayback(messageId, timeline);

  const scrubbed: CSSProperties & Record<"--done", string> = {
    "--done": `${timeline.lastStep === 0 ? 100 : (step / timeline.lastStep) * 100}%`,
  };

  const go = (to: number): void => {
    const wanted = clampStep(timeline, to);
    view.getState().setReplyView(messageId, "tokens");
    replay.getState().seek(messageId, wanted);
    const token = tokenOfMoment(rounds, momentAt(timeline, wanted));
    if (token !== null) view.getState().showOnCard({ messageId, ...token });
  };
  const toggle = (): void => {
    if (playing) {
      replay.getState().pause();
      return;
    }
    view.getState().setReplyView(messageId, "tokens");
    replay.getState().play(messageId, step >= timeline.lastStep ? 0 : step);
  };
  const leave = (): void => replay.getState().leave();
  useEffect(() => () => leaveReply(replay.getState(), messageId), [replay, messageId]);

  const onKeyDown = (event: KeyboardEvent): void => {
    // The list of speeds hangs elsewhere in the page, and its keys are its own.
    if (!(event.target instanceof Node && event.currentTarget.contains(event.target))) return;
    const to = keyStep(event, timeline, step);
    if (to !== null) go(to);
    // Buttons and the list of speeds answer to the space bar themselves.
    else if (event.key === " " && event.target instanceof HTMLInputElement) toggle();
    else if (event.key === "Escape" && replaying) leave();
    else return;
    event.preventDefault();
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would draw a frame, and this is a tool bar.
    <div role="group" aria-label={strings.replay.label} className={styles.bar} onKeyDown={onKeyDown}>
      <div className={styles.buttons}>
        <IconButton
          label={playing ? strings.replay.pause : strings.replay.play}
          icon={playing ? Pause : Play}
          onClick={toggle}
        />
        <IconButton
          label={strings.replay.roundBack}
          icon={SkipBack}
          onClick={() => go(roundStep(timeline, step, "previous"))}
        />
        <IconButton label={strings.replay.tokenBack} icon={ChevronLeft} onClick={() => go(step - 1)} />
        <IconButton label={strings.replay.tokenOn} icon={ChevronRight} onClick={() => go(step + 1)} />
        <IconButton
          label={strings.replay.roundOn}
          icon={SkipForward}
          onClick={() => go(roundStep(timeline, step, "next"))}
        />
        <span className={styles.place} data-replay-round={replaying ? moment.round : undefined}>
          {replaying
            ? strings.replay.place(moment.round, rounds.length)
            : strings.replay.whole(formatCount(rounds.length))}
        </span>
        <Speed value={speed} onChange={(next) => replay.getState().setSpeed(next)} />
        {replaying ? <IconButton label={strings.replay.leave} icon={X} onClick={leave} /> : null}
      </div>
      <input
        type="range"
        className={styles.scrubber}
        style={scrubbed}
        aria-label={strings.replay.scrubber}
        aria-valuetext={strings.replay.valueText(moment, rounds.length)}
        min={0}
        max={timeline.lastStep}
        value={step}
        onChange={(event) => go(event.target.valueAsNumber)}
      />
    </div>
  );
}

function Speed({ value, onChange }: { readonly value: ReplaySpeed; readonly onChange: (speed: ReplaySpeed) => void }) {
  return (
    <Select
      small
      label={strings.replay.speed}
      value={String(value)}
      options={replaySpeeds.map((speed) => ({ value: String(speed), label: strings.replay.speeds[speed] }))}
      onChange={(chosen) => onChange(replaySpeeds.find((speed) => String(speed) === chosen) ?? value)}
    />
  );
}

/** Where a key leads; null where it is none of the replay's. */
function keyStep(event: KeyboardEvent, timeline: Timeline, step: number): number | null {
  switch (event.key) {
    case "ArrowRight":
      return event.shiftKey ? roundStep(timeline, step, "next") : step + 1;
    case "ArrowLeft":
      return event.shiftKey ? roundStep(timeline, step, "previous") : step - 1;
    case "Home":
      return 0;
    case "End":
      return timeline.lastStep;
    default:
      return null;
  }
}

function leaveReply(state: { readonly messageId: string | null; leave(): void }, messageId: string): void {
  if (state.messageId === messageId) state.leave();
}
