import { createContext, memo, useContext } from "react";
import {
  acceptanceRate,
  blockEfficiency,
  type ReplyFigures,
  tokensPerSecond,
} from "../../../contract/reply-figures.ts";
import type { Summary } from "../../../contract/summary.ts";
import { strings } from "../../strings.ts";
import { formatDuration, formatPercent, formatRate } from "../../ui/format.ts";
import { Tooltip } from "../../ui/tooltip.tsx";
import styles from "./reply-figures-line.module.css";

interface Figure {
  readonly key: string;
  readonly value: string;
  readonly label: string;
  readonly hint: string;
}

/** What the figures of a line are now, and what they mean. */
const FiguresNow = createContext<readonly Figure[]>([]);

interface ReplyFiguresLineProps {
  /** Null while it runs. */
  readonly summary: Summary | null;
  readonly live: ReplyFigures;
}

/** The line of figures of a reply: counted up while it runs, the engine's own once it has ended. */
export function ReplyFiguresLine({ summary, live }: ReplyFiguresLineProps) {
  const figures = summary === null ? liveFigures(live) : summaryFigures(summary);
  if (figures.length === 0) return null;
  return (
    <FiguresNow value={figures}>
      <dl className={styles.line} aria-label={strings.figures.label}>
        {figures.map(({ key, label }) => (
          <FigureItem key={key} name={key} label={label} />
        ))}
      </dl>
    </FiguresNow>
  );
}

/** Drawn once: with each frame of a streaming reply only the number changes, and the remark on it where that is open. */
const FigureItem = memo(function FigureItem({ name, label }: { readonly name: string; readonly label: string }) {
  return (
    <Tooltip text={<FigureText name={name} part="hint" />}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what the figure means is a tooltip, reachable by keyboard. */}
      <div className={styles.figure} data-figure={name} tabIndex={0}>
        <dt>{label}</dt>
        <dd>
          <FigureText name={name} part="value" />
        </dd>
      </div>
    </Tooltip>
  );
});

function FigureText({ name, part }: { readonly name: string; readonly part: "value" | "hint" }) {
  return useContext(FiguresNow).find(({ key }) => key === name)?.[part];
}

function liveFigures(live: ReplyFigures): readonly Figure[] {
  if (live.rounds === 0) return [];
  return rateFigures({
    acceptanceRate: acceptanceRate(live),
    accepted: live.accepted,
    tested: live.tested,
    blockEfficiency: blockEfficiency(live),
    emitted: live.emitted,
    rounds: live.rounds,
    tokensPerSecond: tokensPerSecond(live),
  });
}

function summaryFigures(summary: Summary): readonly Figure[] {
  const { timeToFirstTokenMs, cachedTokens, promptTokens } = summary;
  const { hints, firstToken, cached, cachedValue } = strings.figures;
  return [
    ...rateFigures({ ...summary, emitted: summary.tokens.length }),
    ...(timeToFirstTokenMs === null
      ? []
      : [
          {
            key: "first-token",
            value: formatDuration(timeToFirstTokenMs),
            label: firstToken,
            hint: hints.firstToken,
          },
        ]),
    {
      key: "cached",
      value: cachedValue(cachedTokens.target, promptTokens),
      label: cached,
      hint: hints.cached(cachedTokens.target, cachedTokens.draft, promptTokens),
    },
  ];
}

interface Rates {
  readonly acceptanceRate: number | null;
  readonly accepted: number;
  readonly tested: number;
  readonly blockEfficiency: number | null;
  readonly emitted: number;
  readonly rounds: number;
  readonly tokensPerSecond: number | null;
}

function rateFigures(rates: Rates): readonly Figure[] {
  const { hints } = strings.figures;
  const figures: (Figure | null)[] = [
    rates.acceptanceRate === null
      ? null
      : {
          key: "acceptance",
          value: formatPercent(rates.acceptanceRate),
          label: strings.figures.acceptance,
          hint: hints.acceptance(rates.accepted, rates.tested),
        },
    rates.blockEfficiency === null
      ? null
      : {
          key: "per-round",
          value: formatRate(rates.blockEfficiency),
          label: strings.figures.perRound,
          hint: hints.perRound(rates.emitted, rates.rounds),
        },
    rates.tokensPerSecond === null
      ? null
      : {
          key: "per-second",
          value: formatRate(rates.tokensPerSecond),
          label: strings.figures.perSecond,
          hint: hints.perSecond,
        },
  ];
  return figures.filter((figure) => figure !== null);
}
