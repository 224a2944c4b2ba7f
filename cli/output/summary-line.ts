import { assertNever } from "../../contract/assert-never.ts";
import type { Summary, VerdictOfReply } from "../../contract/summary.ts";
import type { FinishReason } from "../../contract/trace.ts";
import { countOf, formatDuration, formatPercent } from "./figures.ts";

/** The one line of figures under a reply. */
export function summaryLine(summary: Summary): string {
  const { timing, tokens, tested, accepted, acceptanceRate, tokensPerSecond, blockEfficiency } = summary;
  const decodingMs = timing.draftMs + timing.verifyMs + timing.overheadMs;
  const parts = [`${countOf(tokens.length, "token")} in ${formatDuration(decodingMs)}`];
  if (tokensPerSecond !== null) parts.push(`${tokensPerSecond.toFixed(1)} tokens/s`);
  if (acceptanceRate === null) parts.push("nothing drafted");
  else parts.push(`accepted ${accepted} of ${tested} tested (${formatPercent(acceptanceRate)})`);
  if (summary.verdict !== null && tested > 0) parts.push(verdictOf(summary.verdict));
  if (blockEfficiency !== null) parts.push(`${blockEfficiency.toFixed(2)} tokens a round`);
  if (summary.timeToFirstTokenMs !== null) parts.push(`first after ${formatDuration(summary.timeToFirstTokenMs)}`);
  parts.push(ending(summary.finishReason));
  return parts.join(" · ");
}

function verdictOf({ savedMs, speedup }: VerdictOfReply): string {
  const amount = `${formatDuration(Math.abs(savedMs))} (${speedup.toFixed(2)} × plain)`;
  return savedMs >= 0 ? `saved ${amount}` : `cost ${amount}`;
}

function ending(reason: FinishReason): string {
  switch (reason) {
    case "end-of-generation":
      return "ended by itself";
    case "stop-string":
      return "ended at a stop text";
    case "max-tokens":
      return "cut at --max-tokens";
    case "context-end":
      return "cut at the end of the context";
    case "aborted":
      return "stopped";
    default:
      return assertNever(reason, "finish reason");
  }
}
