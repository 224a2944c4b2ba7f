import { strings } from "../../strings.ts";
import { formatExactProbability, formatNats } from "../../ui/format.ts";
import { surprise } from "./surprise.ts";
import type { Rank, TokenDetails } from "./token-details.ts";
import styles from "./token-facts.module.css";

interface Fact {
  /** For tests and style sheets: which figure this is. */
  readonly key: string;
  readonly label: string;
  readonly value: string;
  readonly remark?: string;
}

/** Every figure on record about a token; what was not captured is said, not left out. */
export function TokenFacts({ details }: { readonly details: TokenDetails }) {
  return (
    <dl className={styles.facts} aria-label={strings.card.figures}>
      {tokenFacts(details).map(({ key, label, value, remark }) => (
        <div key={key} className={styles.fact} data-fact={key}>
          <dt>{label}</dt>
          <dd>
            <span className={styles.value}>{value}</span>
            {remark === undefined ? null : <span className={styles.remark}>{remark}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

export function tokenFacts(details: TokenDetails): readonly Fact[] {
  const { p, q, acceptance, k, draftEnd, end } = details;
  return [
    {
      key: "p",
      label: strings.card.targetP,
      value: p === null ? strings.card.notTested : formatExactProbability(p),
      ...rankRemark(details.targetRank),
    },
    {
      key: "q",
      label: strings.card.draftQ,
      value: draftFigure(details),
      ...(q === null ? {} : rankRemark(details.draftRank)),
    },
    ...(acceptance === null
      ? []
      : [
          { key: "warped-p", label: strings.card.warpedP, value: figureOr(acceptance.p) },
          { key: "warped-q", label: strings.card.warpedQ, value: figureOr(acceptance.q) },
          { key: "acceptance", label: strings.card.acceptance, value: figureOr(acceptance.probability) },
          { key: "random", label: strings.card.random, value: figureOr(acceptance.random) },
        ]),
    ...(p === null ? [] : [{ key: "surprise", label: strings.card.surprise, value: surpriseFigure(p) }]),
    {
      key: "end",
      label: strings.card.roundEnd,
      value: end === null ? strings.card.notEnded : strings.inspector.roundEnds[end],
      remark: strings.inspector.pace(k),
    },
    ...(draftEnd === null
      ? []
      : [{ key: "draft-end", label: strings.card.draftEnd, value: strings.inspector.draftEnds[draftEnd] }]),
  ];
}

function draftFigure({ q, lookedUp }: TokenDetails): string {
  if (q !== null) return formatExactProbability(q);
  return lookedUp ? strings.card.lookedUp : strings.card.noDraft;
}

function surpriseFigure(p: number): string {
  const nats = surprise(p);
  return nats === null ? strings.card.surpriseBeyond : formatNats(nats);
}

function figureOr(probability: number | null): string {
  return probability === null ? strings.card.notTested : formatExactProbability(probability);
}

function rankRemark(rank: Rank): { readonly remark?: string } {
  return rank === null ? {} : { remark: strings.card.rank(rank) };
}
