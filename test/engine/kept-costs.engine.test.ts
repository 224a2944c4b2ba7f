import { expect, it } from "vitest";
import { keptCostsSchema } from "../../contract/costs.ts";
import { createEngine, type Engine } from "../../engine/index.ts";
import { bundledDraft, exactSettings } from "./fixtures/bundled-pair.ts";
import { readReply } from "./fixtures/read-reply.ts";

/** The smaller of the bundled models, alone: what is looked at here is not what it says. */
async function withEngine<Result>(
  options: Pick<Parameters<typeof createEngine>[0], "keptCosts" | "settings">,
  use: (engine: Engine) => Promise<Result>,
): Promise<Result> {
  const engine = await createEngine({ target: bundledDraft, ...options });
  try {
    return await use(engine);
  } finally {
    await engine.dispose();
  }
}

it("costs that were learned are taken up where the same model is loaded in the same way, and only there", async () => {
  const first = await withEngine({ settings: exactSettings }, async (engine) => {
    await readReply(engine.generate({ prompt: "Hello", decoding: { maxTokens: 12, k: 0 } }));
    // As a file would keep it.
    return keptCostsSchema.parse(JSON.parse(JSON.stringify(engine.costs)));
  });
  expect(first.target.map(({ width }) => width)).toContain(1);
  expect(first.circumstances).toMatchObject({ draft: null, backend: "cpu", threads: 1, kvType: "bf16" });

  await withEngine({ settings: exactSettings, keptCosts: [first] }, async (engine) => {
    expect(engine.costs?.learnedAt).toBeCloseTo(first.learnedAt, -3);
    expect(engine.costs?.target.map(({ ms }) => ms.toFixed(6))).toEqual(first.target.map(({ ms }) => ms.toFixed(6)));
  });

  await withEngine({ settings: { ...exactSettings, kvType: "f16" }, keptCosts: [first] }, async (engine) => {
    expect(engine.costs?.circumstances.kvType).toBe("f16");
    expect(engine.costs?.learnedAt).toBeGreaterThan(first.learnedAt);
  });
}, 120_000);
