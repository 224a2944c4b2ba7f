import { expect, it } from "vitest";
import { MAXIMUM_K } from "../../contract/decoding.ts";
import { createEngine } from "../../engine/index.ts";
import { bundledDraft, bundledTarget, exactSettings } from "./fixtures/bundled-pair.ts";
import { readReply } from "./fixtures/read-reply.ts";

it("writes the plain greedy reply over 400 tokens at every k from 1 to 16", async () => {
  const engine = await createEngine({ target: bundledTarget, draft: bundledDraft, settings: exactSettings });
  try {
    for (const prompt of [
      "Explain gravity in simple terms.",
      "Write a Python function that sorts a list of numbers.",
    ]) {
      const decoding = { maxTokens: 400 };
      const plain = (await readReply(engine.generate({ prompt, decoding: { ...decoding, k: 0 } }))).summary;
      for (let k = 1; k <= MAXIMUM_K; k++) {
        const { summary } = await readReply(engine.generate({ prompt, decoding: { ...decoding, k } }));
        expect(summary.tokens, `k = ${k}: ${prompt}`).toEqual(plain.tokens);
      }
    }
  } finally {
    await engine.dispose();
  }
});
