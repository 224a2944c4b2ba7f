import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import writeFileAtomic from "write-file-atomic";
import { z } from "zod";
import { type KeptCosts, keptCostsSchema } from "../../contract/costs.ts";
import { readJson } from "../read-json.ts";

/** So many pairs and ways to load them are remembered, those used last. */
const MOST_KEPT = 32;

const fileSchema = z.object({ version: z.literal(1), costs: z.array(keptCostsSchema) });

/** The part of an engine's client that is asked here. */
interface LearnedEngine {
  request(kind: "costs", input: Record<string, never>): Promise<KeptCosts | null>;
}

/** What passes took with pairs that were loaded before, in a file that the app and the terminal share. */
export interface CostStore {
  /** Empty where there is none, or the file cannot be understood. */
  all(): Promise<KeptCosts[]>;
  /** Asks the engine what it has learned of the loaded pair, and keeps it. What cannot be kept is measured again: no error. */
  learnFrom(engine: LearnedEngine): Promise<void>;
  /** Resolves when nothing is being written. */
  idle(): Promise<void>;
}

export function openCostStore(dataFolder: string): CostStore {
  const file = join(dataFolder, "costs.json");
  let writing: Promise<void> = Promise.resolve();

  async function all(): Promise<KeptCosts[]> {
    return (await readJson(file, fileSchema))?.costs ?? [];
  }

  async function learn(engine: LearnedEngine): Promise<void> {
    const learned = await engine.request("costs", {});
    if (learned === null) return;
    // Read again, because another process may have written meanwhile.
    const others = (await all()).filter(
      ({ circumstances }) => !isDeepStrictEqual(circumstances, learned.circumstances),
    );
    const costs = [learned, ...others].slice(0, MOST_KEPT);
    await writeFileAtomic(file, `${JSON.stringify({ version: 1, costs })}\n`);
  }

  return {
    all,
    learnFrom(engine) {
      writing = writing.then(() => learn(engine)).catch(() => {});
      return writing;
    },
    idle: () => writing,
  };
}
