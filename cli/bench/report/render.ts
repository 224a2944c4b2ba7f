import { formatParameters } from "../../../contract/format-parameters.ts";
import { formatBytes, formatPercent } from "../../output/figures.ts";
import { renderTable } from "../../output/table.ts";
import { visibleText } from "../../output/visible-text.ts";
import type { Benchmark, BenchmarkedModel } from "../benchmark.ts";
import { makeReport } from "./report.ts";
import { type FigureTable, tablesOf } from "./tables.ts";

/** The whole run as one JSON document, a measurement to a line, so that versions of it can be compared. */
export function renderJson(benchmark: Benchmark): string {
  const lines = benchmark.measurements.map((one) => JSON.stringify(one)).join(",\n");
  const report = JSON.stringify(makeReport(benchmark));
  return `{"header":${JSON.stringify(benchmark.header)},\n"measurements":[\n${lines}\n],\n"report":${report}}\n`;
}

/** A line for each measurement, for a spreadsheet. */
export function renderCsv({ measurements }: Benchmark): string {
  const head =
    "run,category,prompt,arm,prompt_tokens,tokens,ms_per_token,decode_ms,native_ms,prefill_ms,rounds,drafted,tested,accepted,finish_reason,resident_bytes,load";
  const rows = measurements.map((one) =>
    [
      one.run,
      quoted(one.category),
      quoted(one.prompt),
      quoted(one.arm),
      one.promptTokens,
      one.tokens.length,
      one.tokens.length === 0 ? "" : (one.decodeMs / one.tokens.length).toFixed(4),
      one.decodeMs.toFixed(3),
      one.nativeMs.toFixed(3),
      one.prefillMs.toFixed(3),
      one.rounds,
      one.drafted,
      one.figures?.tested ?? "",
      one.accepted,
      one.finishReason,
      one.residentBytes,
      one.load.toFixed(2),
    ].join(","),
  );
  return `${[head, ...rows].join("\n")}\n`;
}

export function renderMarkdown(benchmark: Benchmark): string {
  const tables = tablesOf(makeReport(benchmark)).map(
    (table) => `**${table.title}.** ${table.about}\n\n${markdownTable(table)}`,
  );
  const facts = factsOf(benchmark).map(([name, value]) => `- ${name}: ${value}`);
  return `${[facts.join("\n"), ...tables].join("\n\n")}\n`;
}

export function renderText(benchmark: Benchmark): string {
  const tables = tablesOf(makeReport(benchmark)).map(
    ({ title, about, head, rows }) =>
      `${title}\n${about}\n\n${renderTable(
        head.map((name, index) => ({
          title: name,
          cell: (row: readonly string[]) => row[index] ?? "",
          align: index === 0 ? "left" : "right",
        })),
        rows,
      )}`,
  );
  const facts = factsOf(benchmark).map(([name, value]) => `${name}: ${value}`);
  return `${[facts.join("\n"), ...tables].join("\n\n")}\n`;
}

/** What a reader has to know before the figures. */
export function factsOf({ header, measurements }: Benchmark): readonly (readonly [string, string])[] {
  const { outrider, versions, machine, models, loading, settings } = header;
  const model = ({ file, parameters, bytes, sha256 }: BenchmarkedModel) =>
    `${visibleText(file)} (${parameters === null ? "" : `${formatParameters(parameters)} parameters, `}${formatBytes(bytes)}, sha256 ${sha256.slice(0, 16)}…)`;
  const cut = measurements.filter(({ finishReason }) => finishReason === "max-tokens").length;
  const loads = measurements.map(({ load }) => load);
  return [
    ["target", model(models.target)],
    ["draft", models.draft === null ? "none" : model(models.draft)],
    ["machine", `${machine.processor}, ${machine.cores} cores, ${formatBytes(machine.memoryBytes)}, ${machine.system}`],
    [
      "engine",
      `${loading.backend}, ${loading.threads} threads, context ${loading.contextSize}, KV ${loading.kvType}, flash attention ${loading.flashAttention ? "on" : "off"}`,
    ],
    [
      "versions",
      `Outrider ${outrider.version} (${outrider.commit?.slice(0, 12) ?? "no checkout"}${outrider.modified ? ", modified" : ""}), node-llama-cpp ${versions.nodeLlamaCpp}, llama.cpp ${versions.llamaCpp}, Node ${versions.node}`,
    ],
    [
      "run",
      `${header.startedAt}, ${settings.prompts.length} prompts, ${settings.runs} run${settings.runs === 1 ? "" : "s"}, at most ${settings.decoding.maxTokens} tokens a reply (${formatPercent(cut / Math.max(1, measurements.length))} were cut there), temperature ${settings.decoding.temperature}, seed ${settings.seed}`,
    ],
    [
      "load average",
      loads.length === 0
        ? "not known"
        : `${Math.min(...loads).toFixed(1)} to ${Math.max(...loads).toFixed(1)} (the benchmark's own threads included)`,
    ],
    [
      "peak memory of the engine process",
      formatBytes(Math.max(0, ...measurements.map((one) => one.peakResidentBytes))),
    ],
    ...(header.note === null ? [] : [["note", visibleText(header.note)] as const]),
    ...notesOf(measurements),
  ];
}

/** What went wrong in replies, with the arms it went wrong in. */
function notesOf(measurements: Benchmark["measurements"]): readonly (readonly [string, string])[] {
  const arms = new Map<string, Set<string>>();
  for (const { notes, arm } of measurements) {
    for (const note of notes) arms.set(note, (arms.get(note) ?? new Set()).add(arm));
  }
  return [...arms].map(([note, names]) => [`in ${[...names].join(", ")}`, visibleText(note)] as const);
}

function markdownTable({ head, rows }: FigureTable): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  const rule = `|${head.map((_name, index) => (index === 0 ? "---" : "---:")).join("|")}|`;
  return [line(head), rule, ...rows.map(line)].join("\n");
}

function quoted(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
