import { type RefObject, useCallback, useEffect, useEffectEvent } from "react";
import type { ReplyFigures } from "../../../contract/reply-figures.ts";
import type { Round } from "../../../contract/trace.ts";
import { useSession, useView } from "../../store/session-context.tsx";
import { strings } from "../../strings.ts";
import { useRem } from "../../ui/use-rem.ts";
import { useSight } from "../../ui/use-sight.ts";
import { useStickToEnd } from "../../ui/use-stick-to-end.ts";
import { LANE_HEIGHT, type LaneRow, rowAt, rowAtTop, rowCount, rowOfRound, rowTop } from "./lane-rows.ts";
import type { Moment } from "./replay-timeline.ts";
import { roundProgress } from "./replay-view.ts";
import { RoundLane } from "./round-lane.tsx";
import styles from "./round-list.module.css";
import type { RoundLog } from "./round-log.ts";
import { usePointing } from "./token-pointer.ts";
import { displayTokens } from "./token-stream.ts";
import { useMoment } from "./use-moment.ts";

interface RoundListProps {
  readonly messageId: string;
  readonly log: RoundLog;
  readonly figures: ReplyFigures;
  /** Whether rounds are still being added. */
  readonly running: boolean;
}

/** Lines beyond each edge of what is in sight, so that scrolling finds them there. */
const SPARE = 3;

/** Every round as a lane; only those in sight are in the page. Follows a running reply while its end is in sight. */
export function RoundList({ messageId, log, figures, running }: RoundListProps) {
  const { view } = useSession();
  const activeRound = useView(({ cardToken }) => (cardToken?.messageId === messageId ? cardToken.round : null));
  const { scroller, content, following } = useStickToEnd<HTMLOListElement>(running);
  const rem = useRem();
  const sight = useSight(scroller, LANE_HEIGHT * rem, following);
  const count = rowCount(log);
  const total = rowTop(log, count) * rem;
  // Rounds that were added are drawn with what else they change, not when the list has been scrolled to them.
  const top = following ? Math.max(0, total - sight.height) : sight.top;
  const first = Math.max(0, rowAtTop(log, top / rem) - SPARE);
  const last = Math.min(count, rowAtTop(log, (top + sight.height) / rem) + 2 + SPARE);
  const pick = useCallback(
    (round: Round) => {
      const token = tokenToShow(round);
      if (token !== undefined) view.getState().keep({ messageId, round: round.index, slot: token.slot });
    },
    [messageId, view],
  );
  const point = usePointing(messageId, view);
  const moment = useMoment(messageId, log.rounds);
  useRoundInSight(messageId, moment, (round) => {
    const row = rowOfRound(log, round);
    bringIntoSight(scroller, rowTop(log, row) * rem, rowTop(log, row + 1) * rem);
  });
  const fullMs = fullBarMs(figures);

  return (
    <div className={styles.frame}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: pointing only fills the card; every lane is a button as well. */}
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
          style={{ height: total, paddingTop: rowTop(log, first) * rem }}
        >
          {sight.height === 0
            ? null
            : numbers(first, last).map((index) => {
                const row = rowAt(log, index);
                if (row === undefined) return null;
                return (
                  <li
                    key={index}
                    className={row.kind === "pace" ? styles.paceRow : styles.row}
                    aria-posinset={index + 1}
                    // Not known while it grows: said anew for every line in sight it would be most of what changes.
                    aria-setsize={running ? -1 : count}
                  >
                    {row.kind === "pace" ? (
                      <PaceRemark row={row} />
                    ) : (
                      <RoundLane
                        round={row.round}
                        fullMs={fullMs}
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
    </div>
  );
}

/** From the first up to, and without, the last. */
function numbers(first: number, last: number): readonly number[] {
  return Array.from({ length: Math.max(0, last - first) }, (_, index) => first + index);
}

/** Scrolls no further than it must. */
function bringIntoSight(scroller: RefObject<HTMLElement | null>, top: number, bottom: number): void {
  const element = scroller.current;
  if (element === null) return;
  if (top < element.scrollTop) element.scrollTop = top;
  else if (bottom > element.scrollTop + element.clientHeight) element.scrollTop = bottom - element.clientHeight;
}

/** Follows a replay, and whatever token is kept on the card from elsewhere. */
function useRoundInSight(messageId: string, moment: Moment | null, scrollTo: (round: number) => void): void {
  const kept = useView(({ keptToken }) => (keptToken?.messageId === messageId ? keptToken.round : null));
  const round = moment?.round ?? kept;
  const scroll = useEffectEvent(scrollTo);
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
