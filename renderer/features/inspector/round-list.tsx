import { useVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useEffect, useEffectEvent, useMemo } from "react";
import type { ReplyFigures } from "../../../contract/reply-figures.ts";
import type { Round } from "../../../contract/trace.ts";
import { useSession, useView } from "../../store/session-context.tsx";
import { strings } from "../../strings.ts";
import { useRem } from "../../ui/use-rem.ts";
import { useStickToEnd } from "../../ui/use-stick-to-end.ts";
import { type LaneRow, laneRows } from "./lane-rows.ts";
import type { Moment } from "./replay-timeline.ts";
import { roundProgress } from "./replay-view.ts";
import { RoundLane } from "./round-lane.tsx";
import styles from "./round-list.module.css";
import { usePointing } from "./token-pointer.ts";
import { displayTokens } from "./token-stream.ts";
import { useMoment } from "./use-moment.ts";

interface RoundListProps {
  readonly messageId: string;
  readonly rounds: readonly Round[];
  readonly figures: ReplyFigures;
  /** Whether rounds are still being added. */
  readonly running: boolean;
}

/** As in the style sheets, in rem. */
const LANE_HEIGHT = 1.75;
const PACE_HEIGHT = 1.625;

/** Every round as a lane; only those in sight are in the page. Follows a running reply while its end is in sight. */
export function RoundList({ messageId, rounds, figures, running }: RoundListProps) {
  const { view } = useSession();
  const activeRound = useView(({ cardToken }) => (cardToken?.messageId === messageId ? cardToken.round : null));
  const rows = useMemo(() => laneRows(rounds), [rounds]);
  const { scroller, content } = useStickToEnd<HTMLOListElement>(running);
  const pixels = useRem();
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (rows[index]?.kind === "pace" ? PACE_HEIGHT : LANE_HEIGHT) * pixels,
    overscan: 4,
    // Drawn with whatever else the frame brings, not in a pass of its own for each scroll event.
    useFlushSync: false,
  });
  const pick = useCallback(
    (round: Round) => {
      const token = tokenToShow(round);
      if (token !== undefined) view.getState().keep({ messageId, round: round.index, slot: token.slot });
    },
    [messageId, view],
  );

  useEffect(() => {
    if (pixels > 0) virtual.measure();
  }, [pixels, virtual]);

  const point = usePointing(messageId, view);
  const moment = useMoment(messageId, rounds);
  useRoundInSight(messageId, moment, rows, virtual.scrollToIndex);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: pointing only fills the card; every lane is a button as well.
    <div
      ref={scroller}
      className={styles.scroller}
      onMouseMove={point}
      onMouseLeave={() => view.getState().stopPointing()}
    >
      <ol
        ref={content}
        aria-label={strings.inspector.list}
        className={styles.list}
        style={{ height: virtual.getTotalSize() }}
      >
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (row === undefined) return null;
          return (
            <li
              key={item.key}
              className={styles.row}
              style={{ transform: `translateY(${item.start}px)` }}
              aria-posinset={item.index + 1}
              aria-setsize={rows.length}
            >
              {row.kind === "pace" ? (
                <PaceRemark row={row} />
              ) : (
                <RoundLane
                  round={row.round}
                  fullMs={fullBarMs(figures)}
                  active={activeRound === row.round.index}
                  progress={roundProgress(moment, row.round.index)}
                  onPick={pick}
                />
              )}
            </li>
          );
        })}
      </ol>
    </div>
  );
}

/** Follows a replay, and whatever token is kept on the card from elsewhere. */
function useRoundInSight(
  messageId: string,
  moment: Moment | null,
  rows: readonly LaneRow[],
  scrollToIndex: (index: number, options: { readonly align: "auto" }) => void,
): void {
  const kept = useView(({ keptToken }) => (keptToken?.messageId === messageId ? keptToken.round : null));
  const round = moment?.round ?? kept;
  const scroll = useEffectEvent((wanted: number) => {
    const index = rows.findIndex((row) => row.kind === "round" && row.round.index === wanted);
    if (index !== -1) scrollToIndex(index, { align: "auto" });
  });
  useEffect(() => {
    if (round !== null) scroll(round);
  }, [round]);
}

function PaceRemark({ row }: { readonly row: Extract<LaneRow, { kind: "pace" }> }) {
  return (
    <p className={styles.pace} data-pace={row.k} data-reason={row.reason}>
      <span className={styles.paceK}>{strings.inspector.pace(row.k)}</span>
      {strings.inspector.paceReasons[row.reason]}
    </p>
  );
}

/** What a click on a lane shows: the mismatch where there was one, else the token the round added. */
function tokenToShow(round: Round) {
  const tokens = displayTokens(round);
  return tokens.find((token) => token.mark === "rejected") ?? tokens.at(-1);
}

/** The time that fills a bar: twice the average round, so that most bars fit and one slow round does not flatten all. */
function fullBarMs(figures: ReplyFigures): number {
  const total = figures.draftMs + figures.verifyMs + figures.overheadMs;
  return figures.rounds === 0 ? 0 : roundUp((total / figures.rounds) * 1.8);
}

/** To two figures, so that the bars do not all change with every round. */
function roundUp(ms: number): number {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(ms)) - 1);
  return Math.ceil(ms / step) * step;
}
