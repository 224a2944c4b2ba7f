import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useRef } from "react";
import type { Round } from "../../../contract/trace.ts";
import { useSession, useView } from "../../store/session-context.tsx";
import { strings } from "../../strings.ts";
import { type LaneRow, laneRows } from "./lane-rows.ts";
import type { ReplyFigures } from "./reply-figures.ts";
import { RoundLane } from "./round-lane.tsx";
import styles from "./round-list.module.css";
import { tokenPlace } from "./token-pointer.ts";
import { displayTokens } from "./token-stream.ts";

interface RoundListProps {
  readonly messageId: string;
  readonly rounds: readonly Round[];
  readonly figures: ReplyFigures;
}

const LANE_HEIGHT = 28;
const PACE_HEIGHT = 26;

/** Every round as a lane; only those in sight are in the page. Follows a running reply while its end is in sight. */
export function RoundList({ messageId, rounds, figures }: RoundListProps) {
  const { view } = useSession();
  const activeRound = useView(({ cardToken }) => (cardToken?.messageId === messageId ? cardToken.round : null));
  const rows = useMemo(() => laneRows(rounds), [rounds]);
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (rows[index]?.kind === "pace" ? PACE_HEIGHT : LANE_HEIGHT),
    getItemKey: (index) => rowKey(rows[index]),
    overscan: 8,
  });
  useFollow(scroller, virtual.getTotalSize());

  const pointAtTarget = (target: EventTarget): void => {
    const place = tokenPlace(messageId, target);
    if (place !== null) view.getState().pointAt(place);
  };

  return (
    // biome-ignore lint/a11y/useKeyWithMouseEvents: every lane is a button; what it shows is reached by focus as well.
    // biome-ignore lint/a11y/noStaticElementInteractions: pointing only fills the card beside it.
    <div
      ref={scroller}
      className={styles.scroller}
      onMouseOver={(event) => pointAtTarget(event.target)}
      onMouseLeave={() => view.getState().stopPointing()}
    >
      <ol aria-label={strings.inspector.list} className={styles.list} style={{ height: virtual.getTotalSize() }}>
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
                  onPick={() => {
                    const token = tokenToShow(row.round);
                    if (token !== undefined)
                      view.getState().keep({ messageId, round: row.round.index, slot: token.slot });
                  }}
                />
              )}
            </li>
          );
        })}
      </ol>
    </div>
  );
}

function PaceRemark({ row }: { readonly row: Extract<LaneRow, { kind: "pace" }> }) {
  return (
    <p className={styles.pace} data-pace={row.k} data-reason={row.reason}>
      <span className={styles.paceK}>{strings.inspector.pace(row.k)}</span>
      {strings.inspector.paceReasons[row.reason]}
    </p>
  );
}

function rowKey(row: LaneRow | undefined): string {
  if (row === undefined) return "";
  return row.kind === "pace" ? `pace-${row.before}` : `round-${row.round.index}`;
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

/** Keeps the end in sight while it grows, unless the user has scrolled away from it. */
function useFollow(scroller: { readonly current: HTMLElement | null }, height: number): void {
  const before = useRef(0);
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const grew = height > before.current;
    const atEnd = element.scrollTop + element.clientHeight >= before.current - LANE_HEIGHT;
    if (grew && before.current > 0 && atEnd) element.scrollTop = height;
    before.current = height;
  }, [scroller, height]);
}
