import { stat } from "node:fs/promises";
import { isAbsolute, resolve } from "node:path";
import { OutriderError } from "../../contract/outrider-error.ts";
import type { ModelLibrary } from "./model-library.ts";

/**
 * The file that a person means by an id of the library or by a path. Throws `invalid-input` or `not-found` where it
 * means nothing; whether the file is a model is for the engine to say.
 */
export async function resolveModel(
  text: string,
  library: Pick<ModelLibrary, "entries" | "path">,
  workingFolder: string = process.cwd(),
): Promise<string> {
  const ids = library.entries().map(({ id }) => id);
  if (ids.includes(text)) return library.path(text);
  const known = ids.length === 0 ? "No models were found." : `Known models: ${ids.join(", ")}.`;
  if (text === "") throw new OutriderError("invalid-input", `A model's name is empty. ${known}`);
  const path = isAbsolute(text) ? text : resolve(workingFolder, text);
  const found = await stat(path).catch(() => null);
  if (found?.isFile()) return path;
  if (found?.isDirectory()) {
    throw new OutriderError("invalid-input", `${text} is a folder. Name a .gguf file in it.`);
  }
  if (found !== null) throw new OutriderError("invalid-input", `${text} is no ordinary file. Name a .gguf file.`);
  throw new OutriderError("not-found", `There is no model or file ${text}. ${known}`);
}
