import type { ModelHeader } from "../../contract/loading.ts";

const LONGEST = 80;

/**
 * What converters and training scripts write where nobody gave the model a name: the folder it lay in, or the first
 * model that the converter was made for.
 */
const placeholder =
  /^(((ggml|gguf)[-_ ])?models?([-_ ](b?f16|f32|q\d\w*))?|llama v2|hf|te?mp|out|outputs?|checkpoint([-_ ]?\d+)?|snapshots?|workspace|merged|final|main|content|downloads?|unknown|none|null|untitled)$/i;
const hash = /^[0-9a-f]{16,}$/i;

/**
 * The name to show a model by: what its file says (`general.name`), unless that says nothing, else the file's own name.
 * Files come from strangers, so what would break or turn a line is taken out.
 */
export function readableName(header: Pick<ModelHeader, "name" | "architecture"> | null, stem: string): string {
  const name = lastPart(oneLine(header?.name ?? ""));
  return saysNothing(name, header?.architecture ?? "") ? stem : shortened(name);
}

/** Control and format characters (among them those that turn the direction of text) become spaces. */
function oneLine(text: string): string {
  return text.replace(/[\p{C}\s]+/gu, " ").trim();
}

/** Of a path, or of a repository's name with its owner. */
function lastPart(text: string): string {
  return (
    text
      .split(/[/\\]/)
      .findLast((part) => part.trim() !== "")
      ?.trim() ?? ""
  );
}

function saysNothing(name: string, architecture: string): boolean {
  if (!/\p{L}{2}/u.test(name) || placeholder.test(name) || hash.test(name)) return true;
  return name.toLowerCase() === architecture.toLowerCase();
}

function shortened(name: string): string {
  const characters = [...name];
  return characters.length <= LONGEST
    ? name
    : `${characters
        .slice(0, LONGEST - 1)
        .join("")
        .trimEnd()}…`;
}
