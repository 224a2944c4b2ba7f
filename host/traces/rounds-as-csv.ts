import type { Round } from "../../contract/trace.ts";

const COLUMNS = [
  "round",
  "k",
  "reason",
  "drafter",
  "draft_end",
  "drafted",
  "tested",
  "accepted",
  "emitted",
  "end",
  "draft_ms",
  "verify_ms",
  "overhead_ms",
  "text",
] as const;

/** A line for each round (RFC 4180), rounds from 1. */
export function roundsAsCsv(rounds: readonly Round[]): string {
  const lines = rounds.map((round) => {
    const tested = round.drafted.filter(({ verdict }) => verdict !== "untested");
    const { draftMs, verifyMs, overheadMs } = round.timing;
    return [
      round.index + 1,
      round.k,
      round.reason,
      round.drafter,
      round.draftEnd ?? "",
      round.drafted.length,
      tested.length,
      tested.filter(({ verdict }) => verdict === "accepted").length,
      round.emitted.length,
      round.end,
      draftMs.toFixed(3),
      verifyMs.toFixed(3),
      overheadMs.toFixed(3),
      cell(round.emitted.map(({ text }) => text).join("")),
    ].join(",");
  });
  return [COLUMNS.join(","), ...lines, ""].join("\r\n");
}

/** Spreadsheets run what begins like a formula, and a model may write one; an apostrophe makes it text. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}
