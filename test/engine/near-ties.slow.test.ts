import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { LoadSettings } from "../../contract/loading.ts";
import type { Parting } from "../../contract/verification.ts";
import { Engine } from "../../engine/engine.ts";
import type { PairInMemory } from "../../engine/loading/pair-in-memory.ts";
import { findParting } from "../../engine/verification/find-parting.ts";
import { bundledDraft, bundledTarget } from "./fixtures/bundled-pair.ts";
import { loadPair } from "./fixtures/load-pair.ts";
import { readReply } from "./fixtures/read-reply.ts";

/** A folder with a bigger pair, such as Qwen2.5-Coder 1.5B and 0.5B in Q4_K_M: the larger file is the target. */
const folder = process.env.OUTRIDER_REAL_PAIR;

const texts = [
  "Once upon a time there was a fox who lived by a river.",
  "The best way to learn a language is to",
  "Here are ten interesting facts about the history of Rome:",
];

const inexact: Partial<LoadSettings> = { gpu: "off", threads: 1, kvType: "f16", flashAttention: "off" };

describe("where the arithmetic depends on the width of a pass, greedy replies part only at near ties", () => {
  it("the bundled pair, F16 KV, flash attention off", async () => {
    const partings = await partingsOf(await loadPair(inexact, { target: bundledTarget, draft: bundledDraft }), 300);
    expect(partings.filter(({ nearTie }) => !nearTie)).toEqual([]);
    // Otherwise the test would show nothing.
    expect(partings.length).toBeGreaterThan(0);
  });

  it.skipIf(folder === undefined)("a real pair of K-quants, as people load it", async () => {
    const partings = await partingsOf(await loadPair({ gpu: "off" }, largestAndSmallest(folder ?? "")), 200);
    expect(partings.filter(({ nearTie }) => !nearTie)).toEqual([]);
  });
});

async function partingsOf(pair: PairInMemory, maxTokens: number): Promise<readonly Parting[]> {
  const engine = new Engine(pair);
  const { sequence, vocabulary } = pair.target;
  const partings: Parting[] = [];
  try {
    for (const text of texts) {
      const prompt = { kind: "raw" as const, text };
      const reply = (k: number) => readReply(engine.generate({ prompt, decoding: { k, maxTokens } }));
      const plain = (await reply(0)).summary.tokens;
      for (const k of [1, 4, 8]) {
        const { rounds } = await reply(k);
        const parting = await findParting({ sequence, prompt: vocabulary.tokenize(text, false), plain, rounds });
        if (parting !== null) partings.push(parting);
      }
    }
  } finally {
    await pair.dispose();
  }
  return partings;
}

function largestAndSmallest(path: string): { readonly target: string; readonly draft: string } {
  const files = readdirSync(path)
    .filter((name) => name.endsWith(".gguf"))
    .map((name) => join(path, name))
    .sort((left, right) => statSync(right).size - statSync(left).size);
  const [target, draft] = [files[0], files.at(-1)];
  if (target === undefined || draft === undefined || target === draft) throw new Error(`no pair of models in ${path}`);
  return { target, draft };
}
