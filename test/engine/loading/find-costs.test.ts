import { describe, expect, it } from "vitest";
import type { KeptCosts } from "../../../contract/costs.ts";
import { findCosts } from "../../../engine/loading/find-costs.ts";
import type { Sequence } from "../../../engine/runtime/runtime.ts";
import { sampleCircumstances } from "../../contract/sample-circumstances.ts";
import { createScriptedSequence } from "../fixtures/scripted-model.ts";

const circumstances = sampleCircumstances();

/** Models whose passes take so many milliseconds a column on a clock of their own. */
function machineOf({ target: targetMs, draft: draftMs }: { readonly target: number; readonly draft: number }) {
  let clock = 0;
  const timed = (msPerColumn: number): Sequence => {
    const inner = createScriptedSequence({ logits: () => [0, 1], batchSize: 512 });
    return {
      ...inner,
      get tokens() {
        return inner.tokens;
      },
      get count() {
        return inner.count;
      },
      evaluate(tokens, requests) {
        clock += tokens.length * msPerColumn;
        return inner.evaluate(tokens, requests);
      },
    };
  };
  return { target: timed(targetMs), draft: timed(draftMs), now: () => clock };
}

function find(
  machine: ReturnType<typeof machineOf>,
  kept: readonly KeptCosts[] = [],
  signal = new AbortController().signal,
  staying: KeptCosts | null = null,
) {
  return findCosts({ circumstances, kept, staying, signal, ...machine });
}

describe("what is known of a pair's passes when it is loaded", () => {
  it("is measured where that is quick, and leaves both caches empty", async () => {
    const machine = machineOf({ target: 10, draft: 1 });
    const { known } = await find(machine);
    expect(known).toMatchObject({
      source: "measured-at-load",
      target: new Map([1, 2, 4, 8, 16].map((width) => [width, 10 * width])),
      draft: new Map([1, 2].map((width) => [width, width])),
    });
    expect([machine.target.tokens.length, machine.draft.tokens.length]).toEqual([0, 0]);
  });

  it("stays within two seconds but for the first pass, and leaves wide passes to be learned in passing", async () => {
    const machine = machineOf({ target: 100, draft: 20 });
    const { known } = await find(machine);
    expect(machine.now()).toBeLessThanOrEqual(2000);
    expect(known).toMatchObject({ source: "measured-at-load" });
    if (known.source === "measured-at-load") expect([...known.target.keys()]).toEqual([1, 2, 4]);
  });

  it("is nothing where a single pass takes as long as all may", async () => {
    const machine = machineOf({ target: 1500, draft: 300 });
    const { known } = await find(machine);
    if (known.source === "measured-at-load") expect(known.target.size).toBe(0);
    expect(machine.target.count.calls).toBe(1);
  });

  it("is what was kept of the same circumstances, without a pass", async () => {
    const same: KeptCosts = {
      circumstances: { ...circumstances },
      target: [{ width: 1, ms: 9, variance: 0.01 }],
      draft: [],
      learnedAt: 5,
    };
    const other: KeptCosts = { ...same, circumstances: { ...circumstances, threads: 4 } };
    const machine = machineOf({ target: 10, draft: 1 });
    expect((await find(machine, [other, same])).known).toEqual({ source: "learned-earlier", kept: same });
    expect(machine.target.count.calls + machine.draft.count.calls).toBe(0);
    expect((await find(machine, [other])).known.source).toBe("measured-at-load");
  });

  it("is what was known of a target that stayed, whose cache is left alone, and what its new draft takes", async () => {
    const staying: KeptCosts = {
      circumstances: { ...circumstances, draft: null, draftGpuLayers: null },
      target: [{ width: 1, ms: 9, variance: 0.01 }],
      draft: [],
      learnedAt: 5,
    };
    const machine = machineOf({ target: 10, draft: 1 });
    await machine.target.evaluate([1, 2], [null, null]);
    const { known } = await find(machine, [], undefined, staying);
    expect(known).toMatchObject({
      source: "learned-earlier",
      kept: { ...staying, circumstances, draft: [{ ms: 1 }, { ms: 2 }] },
    });
    expect(machine.target.tokens).toEqual([1, 2]);
  });

  it("is whatever was measured by the time the load is cancelled", async () => {
    const machine = machineOf({ target: 10, draft: 1 });
    const { known } = await find(machine, [], AbortSignal.abort());
    expect(known).toMatchObject({ target: new Map(), draft: new Map() });
  });
});
