import { formatParameters } from "../../contract/format-parameters.ts";
import type { ModelEntry } from "../../contract/models.ts";
import type { CommandContext } from "../context.ts";
import { withEngine } from "../engine/with-engine.ts";
import { formatBytes } from "../output/figures.ts";
import { type Column, renderTable } from "../output/table.ts";
import { visibleText } from "../output/visible-text.ts";
import { openLibrary } from "./open-library.ts";

/** What is there, with the facts of each header. */
export async function listModels(context: CommandContext, json: boolean): Promise<number> {
  const { terminal } = context;
  const entries = await withEngine(context, async (engine) => (await openLibrary(engine, context)).refresh());
  if (json) {
    for (const entry of entries) await terminal.write(`${JSON.stringify({ type: "model", ...entry })}\n`);
  } else {
    await terminal.write(renderModels(entries, terminal.output.columns ?? Infinity));
  }
  return 0;
}

const columns: readonly Column<ModelEntry>[] = [
  { title: "id", cell: ({ id }) => id },
  { title: "origin", cell: ({ origin }) => origin },
  { title: "size", cell: ({ fileBytes }) => formatBytes(fileBytes), align: "right" },
  {
    title: "parameters",
    cell: ({ header }) => (header === null ? "" : formatParameters(header.parameters)),
    align: "right",
  },
  { title: "type", cell: ({ header }) => header?.quantization ?? "" },
  { title: "architecture", cell: ({ header }) => visibleText(header?.architecture ?? "") },
  { title: "tuning", cell: ({ header }) => header?.tuning ?? "" },
  { title: "context", cell: ({ header }) => String(header?.trainedContext ?? ""), align: "right" },
  { title: "vocabulary", cell: ({ header }) => String(header?.vocabularySize ?? ""), align: "right" },
  { title: "licence", cell: ({ license }) => visibleText(license ?? "") },
];

/** A table, and under it what is wrong with those that cannot be used. */
function renderModels(entries: readonly ModelEntry[], width: number): string {
  if (entries.length === 0) return "No models were found; OUTRIDER_MODELS names the folder to look in.\n";
  const problems = entries.flatMap(({ id, problem }) => (problem === null ? [] : [`${id}: ${problem.message}`]));
  return `${[renderTable(columns, entries, width), ...problems].join("\n")}\n`;
}
