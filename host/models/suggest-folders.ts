import { stat } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";

interface Surroundings {
  readonly home: string;
  readonly environment: NodeJS.ProcessEnv;
}

/** Where other applications keep GGUF files, as far as those folders are there and not looked through yet. */
export async function suggestFolders(
  known: readonly string[],
  { home, environment }: Surroundings = { home: homedir(), environment: process.env },
): Promise<{ name: string; path: string }[]> {
  const cache = environment.XDG_CACHE_HOME || join(home, ".cache");
  const hub = environment.HF_HUB_CACHE || join(environment.HF_HOME || join(cache, "huggingface"), "hub");
  const places = [
    { name: "LM Studio", path: join(home, ".lmstudio", "models") },
    { name: "LM Studio", path: join(cache, "lm-studio", "models") },
    { name: "Hugging Face", path: hub },
    { name: "llama.cpp", path: join(cache, "llama.cpp") },
    { name: "llama.cpp", path: join(home, "Library", "Caches", "llama.cpp") },
  ];
  const there = await Promise.all(
    places.map(
      async ({ path }) => !known.includes(path) && ((await stat(path).catch(() => null))?.isDirectory() ?? false),
    ),
  );
  return places.filter((_, index) => there[index]);
}
