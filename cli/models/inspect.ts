import { resolveModel } from "../../host/models/resolve-model.ts";
import { invalid } from "../arguments/flags.ts";
import type { CommandContext } from "../context.ts";
import { withEngine } from "../engine/with-engine.ts";
import { visibleText } from "../output/visible-text.ts";
import { openLibrary } from "./open-library.ts";

/** What the header of one file says; the file need not be in any folder. */
export async function inspectModel(context: CommandContext, typed: string | undefined, json: boolean): Promise<number> {
  if (typed === undefined) throw invalid("Name a model by its id or its path; see --help.");
  const header = await withEngine(context, async (engine) => {
    const library = await openLibrary(engine, context);
    await library.scan();
    return engine.request("inspect", { path: await resolveModel(typed, library, context.workingFolder) });
  });
  const lines = Object.entries(header).map(([name, value]) => `${name.padEnd(16)}${visibleText(String(value ?? "?"))}`);
  await context.terminal.write(json ? `${JSON.stringify(header)}\n` : `${lines.join("\n")}\n`);
  return 0;
}
