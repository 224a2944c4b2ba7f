import { type Benchmark, benchmarkSchema } from "../../cli/bench/benchmark.ts";
import { renderMarkdown } from "../../cli/bench/report/render.ts";
import { OutriderError } from "../../contract/outrider-error.ts";

const BEGIN = "<!-- tables -->";
const END = "<!-- /tables -->";

/** A run kept in docs/benchmarks, by its file's name without the ending. */
export interface KeptRun {
  readonly name: string;
  readonly json: string;
}

/**
 * The page with the tables of these runs between its markers, in the order of their names.
 *
 * @throws OutriderError where a file holds no benchmark or the page has no markers
 */
export function replaceTables(page: string, runs: readonly KeptRun[]): string {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin === -1 || end < begin) {
    throw new OutriderError("invalid-input", `docs/benchmarks.md lacks the markers ${BEGIN} and ${END}.`);
  }
  const parts = [...runs]
    .sort((left, right) => left.name.localeCompare(right.name))
    .map((run) => `## ${run.name}\n\n${renderMarkdown(parseRun(run))}`);
  return `${page.slice(0, begin)}${[BEGIN, ...parts].join("\n\n")}\n${page.slice(end)}`;
}

function parseRun({ name, json }: KeptRun): Benchmark {
  try {
    return benchmarkSchema.parse(JSON.parse(json));
  } catch (error) {
    throw new OutriderError(
      "invalid-input",
      `docs/benchmarks/${name}.json is not what outrider bench --json writes; measure again or remove it.`,
      { cause: error },
    );
  }
}
