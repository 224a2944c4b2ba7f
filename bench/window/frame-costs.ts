/** What the frames of a page cost its main thread, read from a trace of Chromium's (chrome://tracing, JSON). */
import { z } from "zod";

const traceEventSchema = z.object({
  name: z.string(),
  ph: z.string(),
  pid: z.number(),
  tid: z.number(),
  /** Microseconds. */
  ts: z.number(),
  dur: z.number().optional(),
  /** Of the thread's own time: what other processes took is not in it. */
  tdur: z.number().optional(),
});
export type TraceEvent = z.infer<typeof traceEventSchema>;

export const traceSchema = z.object({
  traceEvents: z.array(z.unknown()).transform((events) =>
    events.flatMap((event) => {
      const read = traceEventSchema.safeParse(event);
      return read.success ? [read.data] : [];
    }),
  ),
});

/** What {@link frameCosts} needs to be traced. */
export const traceCategories = [
  "devtools.timeline",
  "disabled-by-default-devtools.timeline",
  "disabled-by-default-devtools.timeline.frame",
];

/** Milliseconds of processor time of the main thread, from one frame's beginning to the next one's. */
export interface FrameCost {
  /** Script, garbage collection included, computing styles, and layout. */
  readonly scriptAndLayoutMs: number;
  /** Painting and all else as well. */
  readonly allMs: number;
  readonly beganMs: number;
}

const FRAME = "BeginMainThreadFrame";
const TASK = "RunTask";
const counted: ReadonlySet<string> = new Set([
  "EvaluateScript",
  "EventDispatch",
  "FireAnimationFrame",
  "FireIdleCallback",
  "FunctionCall",
  "Layout",
  "MajorGC",
  "MinorGC",
  "RunMicrotasks",
  "TimerFire",
  "UpdateLayoutTree",
]);

/** The frames of the thread that drew the most of them, without the last one: its end is not in the trace. */
export function frameCosts(events: readonly TraceEvent[]): readonly FrameCost[] {
  const ofPage = eventsOfBusiestThread(events).toSorted(
    (left, right) => left.ts - right.ts || (right.dur ?? 0) - (left.dur ?? 0),
  );
  const begins = ofPage.flatMap(({ name, ts }) => (name === FRAME ? [ts] : []));
  const work = addUp(begins, outermost(ofPage.filter(({ name }) => counted.has(name))));
  const all = addUp(begins, outermost(ofPage.filter(({ name }) => name === TASK)));
  return begins.slice(0, -1).map((began, index) => ({
    scriptAndLayoutMs: (work[index] ?? 0) / 1_000,
    allMs: (all[index] ?? 0) / 1_000,
    beganMs: began / 1_000,
  }));
}

function eventsOfBusiestThread(events: readonly TraceEvent[]): readonly TraceEvent[] {
  const frames = new Map<string, number>();
  for (const event of events)
    if (event.name === FRAME) frames.set(threadOf(event), (frames.get(threadOf(event)) ?? 0) + 1);
  const [busiest] = [...frames].toSorted(([, left], [, right]) => right - left);
  return events.filter((event) => threadOf(event) === busiest?.[0]);
}

function threadOf({ pid, tid }: TraceEvent): string {
  return `${pid}/${tid}`;
}

/** Without those inside of another one. */
function outermost(events: readonly TraceEvent[]): readonly TraceEvent[] {
  let end = Number.NEGATIVE_INFINITY;
  return events.filter(({ ph, ts, dur = 0 }) => {
    if (ph !== "X" || ts < end) return false;
    end = ts + dur;
    return true;
  });
}

/** Thread time by the frame in which an event began; what came before the first frame is left out. */
function addUp(begins: readonly number[], events: readonly TraceEvent[]): readonly number[] {
  const sums = begins.map(() => 0);
  let frame = -1;
  for (const { ts, dur = 0, tdur = dur } of events) {
    while ((begins[frame + 1] ?? Number.POSITIVE_INFINITY) <= ts) frame += 1;
    if (frame >= 0) sums[frame] = (sums[frame] ?? 0) + tdur;
  }
  return sums;
}
