import { type SpeedPoint, speedCurve } from "../../../contract/reply-charts.ts";
import type { Round } from "../../../contract/trace.ts";
import { strings } from "../../strings.ts";
import { formatCount, formatRate } from "../../ui/format.ts";
import styles from "./charts.module.css";

const WIDTH = 320;
const HEIGHT = 72;
const POINTS = 120;
const TABLE_ROWS = 10;

interface SpeedChartProps {
  readonly rounds: readonly Round[];
  /** Tokens per second of plain decoding here; null where it was never timed. */
  readonly plainPerSecond: number | null;
}

/** How fast the reply was, over all of it so far, from its first round to its last; beside plain decoding where that is known. */
export function SpeedChart({ rounds, plainPerSecond }: SpeedChartProps) {
  const points = speedCurve(rounds, POINTS);
  const last = points.at(-1);
  if (last === undefined) return null;
  const top = points.reduce((highest, point) => Math.max(highest, point.perSecond), plainPerSecond ?? 0);
  const height = (perSecond: number): number => HEIGHT - (top === 0 ? 0 : (perSecond / top) * (HEIGHT - 6));
  return (
    <figure className={styles.card} data-wide="true">
      <figcaption className={styles.title}>{strings.inspector.speed}</figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        className={styles.curveFrame}
        role="img"
        aria-label={strings.inspector.speedSummary(last.perSecond, last.tokens, plainPerSecond)}
      >
        {plainPerSecond === null ? null : (
          <line
            x1="0"
            x2={WIDTH}
            y1={height(plainPerSecond)}
            y2={height(plainPerSecond)}
            className={styles.plainLine}
          />
        )}
        <path d={pathOf(points, last.tokens, height)} className={styles.curve} />
      </svg>
      <p className={styles.ends}>
        <span>{strings.inspector.speedEnd(last.perSecond, last.tokens)}</span>
        {plainPerSecond === null ? null : <span>{strings.inspector.speedPlain(plainPerSecond)}</span>}
      </p>
      <SpeedTable points={speedCurve(rounds, TABLE_ROWS)} />
    </figure>
  );
}

function SpeedTable({ points }: { readonly points: readonly SpeedPoint[] }) {
  return (
    <details className={styles.details}>
      <summary>{strings.inspector.asTable}</summary>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{strings.inspector.tokensSoFar}</th>
            <th scope="col">{strings.inspector.perSecondSoFar}</th>
          </tr>
        </thead>
        <tbody>
          {points.map((point) => (
            <tr key={point.tokens}>
              <td>{formatCount(point.tokens)}</td>
              <td>{formatRate(point.perSecond)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

function pathOf(points: readonly SpeedPoint[], tokens: number, height: (perSecond: number) => number): string {
  return points
    .map((point, index) => {
      const x = tokens === 0 ? 0 : (point.tokens / tokens) * WIDTH;
      return `${index === 0 ? "M" : "L"}${x.toFixed(1)} ${height(point.perSecond).toFixed(1)}`;
    })
    .join(" ");
}
