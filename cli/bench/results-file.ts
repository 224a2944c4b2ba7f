import { appendFile, readFile } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { OutriderError } from "../../contract/outrider-error.ts";
import { whyUnusable } from "../../host/why-unusable.ts";
import { invalid } from "../arguments/flags.ts";
import { type BenchmarkHeader, headerSchema, type Measured, measuredSchema } from "./benchmark.ts";

/** Where results go as they come, and where they are when the benchmark is started again. */
export interface ResultsFile {
  /** What an earlier start began with; of this start where there was none. */
  readonly header: BenchmarkHeader;
  readonly measured: readonly Measured[];
  add(measured: Measured): Promise<void>;
}

/**
 * Opens the file, one JSON object a line, or begins it. A last line that was cut short is measured again.
 *
 * @throws OutriderError invalid-input where it holds something else than an earlier start of this very benchmark
 */
export async function openResultsFile(path: string, header: BenchmarkHeader): Promise<ResultsFile> {
  const text = await readIfThere(path);
  if (text === "") await append(path, `${JSON.stringify(header)}\n`);
  const earlier = text === "" ? { header, measured: [], cut: false } : parseResults(text, path);
  const difference = differenceOf(earlier.header, header);
  if (difference !== null) {
    throw invalid(`--out ${path} was made with other ${difference}; name another file, or start as it was started.`);
  }
  if (earlier.cut) await append(path, "\n");
  return {
    ...earlier,
    add: (measured) => append(path, `${JSON.stringify(measured)}\n`),
  };
}

/** Keeps nothing: for a benchmark without a file. */
export function withoutFile(header: BenchmarkHeader): ResultsFile {
  return { header, measured: [], add: async () => {} };
}

const lineSchema = z.discriminatedUnion("type", [headerSchema, measuredSchema]);

/** @throws OutriderError invalid-input */
export function parseResults(
  text: string,
  path: string,
): { readonly header: BenchmarkHeader; readonly measured: readonly Measured[]; readonly cut: boolean } {
  const lines = text.split("\n");
  let header: BenchmarkHeader | null = null;
  const measured: Measured[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.trim() === "") continue;
    const parsed = lineSchema.safeParse(parseJson(line));
    // Whatever was being written when the program was ended is the last piece of a line.
    if (!parsed.success && (index === lines.length - 1 || header !== null)) continue;
    if (!parsed.success) throw invalid(`--out ${path} holds something else than benchmark results; name another file.`);
    if (parsed.data.type === "header") header ??= parsed.data;
    else measured.push(parsed.data);
  }
  if (header === null) throw invalid(`--out ${path} holds something else than benchmark results; name another file.`);
  return { header, measured, cut: !text.endsWith("\n") };
}

/** What makes figures incomparable; null: nothing. The time, the note and the commit may differ. */
function differenceOf(earlier: BenchmarkHeader, now: BenchmarkHeader): string | null {
  const parts = ["models", "settings", "loading", "machine", "versions"] as const;
  return parts.find((part) => !isDeepStrictEqual(earlier[part], now[part])) ?? null;
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

async function readIfThere(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
    throw unusable(path, error);
  }
}

async function append(path: string, text: string): Promise<void> {
  try {
    await appendFile(path, text);
  } catch (error) {
    throw unusable(path, error);
  }
}

function unusable(path: string, error: unknown): OutriderError {
  return invalid(
    `--out ${path} cannot be used: ${whyUnusable(error)}. Name a file in a folder that is there and can be written to.`,
  );
}
