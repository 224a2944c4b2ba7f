import { quantile } from "../../cli/bench/report/statistics.ts";
import type { Measured } from "./measure.ts";

export interface HeapReading {
  readonly when: string;
  readonly megabytes: number;
}

/** Markdown, as docs/benchmarks.md has it. */
export function renderWindowReport(measured: readonly Measured[], heap: readonly HeapReading[]): string {
  return [
    "| | frames | frames/s | script + layout ms: median | p95 | most | main thread ms: p95 |",
    "|---|---:|---:|---:|---:|---:|---:|",
    ...measured.map(frameRow),
    "",
    "| heap | MB |",
    "|---|---:|",
    ...heap.map(({ when, megabytes }) => `| ${when} | ${megabytes.toFixed(1)} |`),
    "",
  ].join("\n");
}

function frameRow({ name, frames }: Measured): string {
  const [first] = frames;
  const last = frames.at(-1);
  if (first === undefined || last === undefined) return `| ${name} | 0 | – | – | – | – | – |`;
  const work = frames.map(({ scriptAndLayoutMs }) => scriptAndLayoutMs);
  const all = frames.map(({ allMs }) => allMs);
  const perSecond = frames.length < 2 ? 0 : ((frames.length - 1) * 1_000) / (last.beganMs - first.beganMs);
  const figures = [quantile(work, 0.5), quantile(work, 0.95), quantile(work, 1), quantile(all, 0.95)];
  return `| ${[name, frames.length, perSecond.toFixed(0), ...figures.map((ms) => ms.toFixed(1))].join(" | ")} |`;
}
