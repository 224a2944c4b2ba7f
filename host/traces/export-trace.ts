import { assertNever } from "../../contract/assert-never.ts";
import type { ExportedFile } from "../../contract/exported-file.ts";
import type { TraceExportFormat, TraceFile } from "../../contract/trace-file.ts";
import { replayPage } from "./replay-page/replay-page.ts";
import { roundsAsCsv } from "./rounds-as-csv.ts";
import { tracePicture } from "./trace-picture.ts";

/** A trace in one of the forms that leave Outrider. */
export function exportTrace(trace: TraceFile, format: TraceExportFormat): ExportedFile {
  const name = `outrider-${trace.exportedAt.replaceAll(/[:.]/g, "-")}`;
  switch (format) {
    case "json":
      return { fileName: `${name}.json`, mediaType: "application/json", text: `${JSON.stringify(trace)}\n` };
    case "csv":
      return { fileName: `${name}.csv`, mediaType: "text/csv", text: roundsAsCsv(trace.rounds) };
    case "svg":
      return { fileName: `${name}.svg`, mediaType: "image/svg+xml", text: tracePicture(trace.rounds, titleOf(trace)) };
    case "html":
      return { fileName: `${name}.html`, mediaType: "text/html", text: replayPage(trace) };
    default:
      return assertNever(format, "trace format");
  }
}

function titleOf({ summary, rounds }: TraceFile): string {
  if (summary === null) return `${rounds.length} rounds`;
  const { target, draft } = summary.settings.pair;
  return `${target.name}${draft === null ? "" : ` with ${draft.name}`}: ${rounds.length} rounds`;
}
