import { formatParameters } from "../../contract/format-parameters.ts";
import type { ModelHeader } from "../../contract/loading.ts";
import { resolveModel } from "../../host/models/resolve-model.ts";
import { invalid } from "../arguments/flags.ts";
import type { CommandContext } from "../context.ts";
import { withEngine } from "../engine/with-engine.ts";
import { countOf, formatBytes } from "../output/figures.ts";
import { visibleText } from "../output/visible-text.ts";
import { openLibrary } from "./open-library.ts";

const whole = new Intl.NumberFormat("en-US");

/** What the header of one file says; the file need not be in any folder. */
export async function inspectModel(context: CommandContext, typed: string | undefined, json: boolean): Promise<number> {
  if (typed === undefined) throw invalid("Name a model by its id or its path; see --help.");
  const header = await withEngine(context, async (engine) => {
    const library = await openLibrary(engine, context);
    await library.scan();
    return engine.request("inspect", { path: await resolveModel(typed, library, context.workingFolder) });
  });
  await context.terminal.write(json ? `${JSON.stringify(header)}\n` : renderHeader(header));
  return 0;
}

/** What a header says, a fact a line. */
export function renderHeader(header: ModelHeader): string {
  const { name, architecture, layers, quantization, parameters, trainedContext } = header;
  const { vocabularySize, tokenizer, hasChatTemplate, tuning, license, fileBytes } = header;
  const facts = {
    name: name ?? "not said",
    architecture: `${architecture}, ${countOf(layers, "layer")}`,
    weights: `${quantization ?? "of mixed or unknown type"}, ${formatParameters(parameters)} parameters`,
    "trained context": `${whole.format(trainedContext)} tokens`,
    vocabulary: `${whole.format(vocabularySize)} tokens (${tokenizer})`,
    "chat template": hasChatTemplate ? "yes" : "no",
    "made for": tuning === "instruct" ? "answers (instruct)" : "going on with a text (base)",
    licence: license ?? "not said",
    file: formatBytes(fileBytes),
  };
  const lines = Object.entries(facts).map(([fact, value]) => `${fact.padEnd(15)}  ${visibleText(value)}`);
  return `${lines.join("\n")}\n`;
}
