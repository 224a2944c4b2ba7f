import { describe, expect, it } from "vitest";
import { type PlannedModel, planMemory } from "../../../engine/loading/plan-memory.ts";

const GIB = 2 ** 30;

/** A model of equal layers: each takes `perLayer` where it lies, the KV cache grows with the context. */
function model(
  name: string,
  layers: number,
  perLayer: number,
  gpuLayers: "auto" | number = "auto",
  contextSize = 4096,
): PlannedModel {
  return {
    name,
    contextSize,
    gpuLayers,
    estimator: {
      layers,
      need: async (onGpu, context) => ({
        weights: { ram: (layers - onGpu) * perLayer, vram: onGpu * perLayer },
        context: { ram: onGpu > 0 ? 0 : context * 1000, vram: onGpu > 0 ? context * 1000 : 0 },
      }),
    },
  };
}

describe("the memory plan", () => {
  it("puts the draft on the GPU first and whole, and the target's layers into what is left", async () => {
    const plan = await planMemory(
      { ram: 32 * GIB, vram: 8 * GIB },
      model("target", 32, 0.5 * GIB),
      model("draft", 8, 0.25 * GIB),
    );
    expect(plan.draft?.gpuLayers).toBe(8);
    expect(plan.target.gpuLayers).toBe(11);
    expect(plan.draftProblem).toBeNull();
  });

  it("puts everything on a GPU that is large enough, and nothing where there is none", async () => {
    const large = await planMemory(
      { ram: GIB, vram: 80 * GIB },
      model("target", 32, 0.5 * GIB),
      model("draft", 8, GIB),
    );
    expect([large.target.gpuLayers, large.draft?.gpuLayers]).toEqual([32, 8]);
    const none = await planMemory({ ram: 32 * GIB, vram: 0 }, model("target", 32, 0.5 * GIB), model("draft", 8, GIB));
    expect([none.target.gpuLayers, none.draft?.gpuLayers]).toEqual([0, 0]);
  });

  it("takes the layers the user set", async () => {
    const plan = await planMemory(
      { ram: 32 * GIB, vram: 80 * GIB },
      model("target", 32, 0.5 * GIB, 7),
      model("draft", 8, GIB, 0),
    );
    expect([plan.target.gpuLayers, plan.draft?.gpuLayers]).toEqual([7, 0]);
  });

  it("leaves the draft out, with its figures, where both do not fit", async () => {
    const plan = await planMemory(
      { ram: 20 * GIB, vram: 0 },
      model("target", 32, 0.5 * GIB),
      model("draft.gguf", 8, GIB),
    );
    expect(plan.draft).toBeNull();
    expect(plan.draftProblem).toMatchObject({
      kind: "out-of-memory",
      message: expect.stringMatching(/^draft\.gguf needs 8\.0 GiB/u),
    });
  });

  it("refuses a target that does not fit alone", async () => {
    const plan = planMemory({ ram: 4 * GIB, vram: 0 }, model("target.gguf", 32, 0.5 * GIB), null);
    await expect(plan).rejects.toMatchObject({ kind: "out-of-memory", message: expect.stringContaining("16.0 GiB") });
  });
});
