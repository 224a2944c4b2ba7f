import { basename } from "node:path";
import { hashFile } from "../../host/models/bundled-models.ts";
import type { ModelLibrary } from "../../host/models/model-library.ts";
import { invalid } from "../arguments/flags.ts";
import type { CommandContext } from "../context.ts";
import { withEngine } from "../engine/with-engine.ts";
import { openLibrary } from "./open-library.ts";

type Verdict = "sound" | "differs" | "no published checksum";

/** Computes checksums and compares them with those that the publishers gave. Exit code 1 where one differs. */
export async function verifyModels(context: CommandContext, ids: readonly string[], json: boolean): Promise<number> {
  const { terminal, interruption } = context;
  const library = await withEngine(context, async (engine) => {
    const opened = await openLibrary(engine, context);
    await opened.scan();
    return opened;
  });
  let damaged = false;
  for (const id of chosen(library, ids)) {
    for (const { path, publishedSha256 } of library.files(id)) {
      terminal.showProgress(`Reading ${basename(path)}`);
      const sha256 = await hashFile(path, interruption.signal).finally(() => terminal.showProgress(null));
      const verdict: Verdict =
        publishedSha256 === null ? "no published checksum" : publishedSha256 === sha256 ? "sound" : "differs";
      damaged ||= verdict === "differs";
      const record = { type: "verified", id, file: basename(path), sha256, publishedSha256, verdict };
      await terminal.write(json ? `${JSON.stringify(record)}\n` : `${sha256}  ${basename(path)}  ${verdict}\n`);
    }
  }
  return damaged ? 1 : 0;
}

function chosen(library: ModelLibrary, ids: readonly string[]): readonly string[] {
  const known = library.entries().map(({ id }) => id);
  const unknown = ids.find((id) => !known.includes(id));
  if (unknown !== undefined) throw invalid(`There is no model ${unknown}. Known models: ${known.join(", ")}.`);
  return ids.length === 0 ? known : ids;
}
