import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { findProjectRoot } from "../../host/project-root.ts";
import { whyUnusable } from "../../host/why-unusable.ts";
import { invalid } from "../arguments/flags.ts";

export interface BenchmarkPrompt {
  /** `category/name`, once in a file. */
  readonly id: string;
  readonly category: string;
  readonly text: string;
}

/** Of the built-in prompts; `edit` and `extract` ask for text that stands in the prompt. */
export const builtInCategories = ["code", "edit", "extract", "prose", "chat", "reasoning", "translation"] as const;

/** Category of prompts that name none. */
const OWN = "own";
const HEADING = /^%%%[ \t]+(\S+)[ \t]*$/m;

/** The prompts written for this project. */
export async function readBuiltInPrompts(): Promise<readonly BenchmarkPrompt[]> {
  const folder = join(findProjectRoot(), "cli", "bench", "prompts");
  const files = await Promise.all(
    builtInCategories.map((category) => readFile(join(folder, `${category}.txt`), "utf8")),
  );
  return files.flatMap((text, index) => parsePrompts(text, builtInCategories[index] ?? OWN));
}

/**
 * Prompts of a text file, each under a line `%%% name` or `%%% category/name`. A file without such a line is one prompt.
 *
 * @throws OutriderError invalid-input where the file cannot be read, has an empty prompt or one name twice
 */
export async function readPromptFile(file: string, workingFolder: string): Promise<readonly BenchmarkPrompt[]> {
  let text: string;
  try {
    text = await readFile(resolve(workingFolder, file), "utf8");
  } catch (error) {
    throw invalid(`--prompts ${file} cannot be read: ${whyUnusable(error)}. Name a text file, or builtin.`);
  }
  const prompts = parsePrompts(text, OWN);
  const empty = prompts.find((prompt) => prompt.text === "");
  if (empty !== undefined) throw invalid(`--prompts ${file}: the prompt ${empty.id} is empty.`);
  const twice = prompts.find(({ id }, index) => prompts.findIndex((other) => other.id === id) !== index);
  if (twice !== undefined)
    throw invalid(`--prompts ${file}: two prompts are called ${twice.id}; each needs its own name.`);
  return prompts;
}

/** @param category of names without one */
export function parsePrompts(text: string, category: string): readonly BenchmarkPrompt[] {
  const [before = "", ...parts] = text.replaceAll("\r\n", "\n").split(HEADING);
  if (parts.length === 0) return [{ id: `${category}/1`, category, text: before.trim() }];
  const prompts: BenchmarkPrompt[] = [];
  for (let index = 0; index < parts.length; index += 2) {
    const name = parts[index] ?? "";
    const [group, ...rest] = name.split("/");
    const named = group !== undefined && group !== "" && rest.length > 0;
    prompts.push({
      id: named ? name : `${category}/${name}`,
      category: named ? group : category,
      text: (parts[index + 1] ?? "").trim(),
    });
  }
  return prompts;
}

export interface PromptChoice {
  /** Null: every one. */
  readonly categories: readonly string[] | null;
  /** Prompts of a category at the most; null: all of them. */
  readonly limit: number | null;
}

/** @throws OutriderError invalid-input where a category has no prompts */
export function choosePrompts(
  prompts: readonly BenchmarkPrompt[],
  { categories, limit }: PromptChoice,
): readonly BenchmarkPrompt[] {
  const known = [...new Set(prompts.map(({ category }) => category))];
  const unknown = categories?.find((category) => !known.includes(category));
  if (unknown !== undefined)
    throw invalid(`There are no prompts of the category "${unknown}"; there are ${known.join(", ")}.`);
  return (categories ?? known).flatMap((category) =>
    prompts.filter((prompt) => prompt.category === category).slice(0, limit ?? undefined),
  );
}
