import { describe, expect, it } from "vitest";
import type { FileIdentity, KeptCosts } from "../../../contract/costs.ts";
import { OutriderError } from "../../../contract/outrider-error.ts";
import { measuredCosts } from "../../../host/pair/measured-costs.ts";
import { sampleCircumstances } from "../../contract/sample-circumstances.ts";
import { sampleEntry } from "../fixtures/sample-records.ts";

const identityOf = (path: string): FileIdentity => ({ bytes: 1000, startHash: path });

function learned(
  target: string,
  draft: string | null,
  ms: { readonly target: number; readonly draft?: number },
): KeptCosts {
  return {
    circumstances: sampleCircumstances({
      target: identityOf(target),
      draft: draft === null ? null : identityOf(draft),
    }),
    target: [{ width: 1, ms: ms.target, variance: 0.01 }],
    draft: ms.draft === undefined ? [] : [{ width: 1, ms: ms.draft, variance: 0.01 }],
    learnedAt: 1,
  };
}

function ask(kept: readonly KeptCosts[]) {
  const library = {
    entries: () => ["big", "small", "other", "gone"].map((id) => sampleEntry({ id, name: id })),
    path: (id: string) => id,
  };
  return measuredCosts("big", {
    library,
    kept: async () => kept,
    identify: async (path) => {
      if (path === "gone") throw new OutriderError("not-found", "There is no model file at gone.");
      return identityOf(path);
    },
  });
}

describe("what drafts were measured to cost", () => {
  it("is the time of their token over that of the target's, as learned last", async () => {
    const kept = [
      learned("big", "small", { target: 40, draft: 10 }),
      learned("big", "small", { target: 40, draft: 20 }),
    ];
    expect(await ask(kept)).toEqual({ small: 0.25 });
  });

  it("is of no use to another target, nor where the draft was never timed", async () => {
    expect(await ask([learned("other", "small", { target: 40, draft: 10 })])).toEqual({});
    expect(await ask([learned("big", "small", { target: 40 })])).toEqual({});
    expect(await ask([learned("big", null, { target: 40 })])).toEqual({});
  });

  it("leaves out a file that is gone", async () => {
    expect(
      await ask([learned("big", "gone", { target: 40, draft: 10 }), learned("big", "other", { target: 10, draft: 5 })]),
    ).toEqual({
      other: 0.5,
    });
  });
});
