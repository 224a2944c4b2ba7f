import { describe, expect, test } from "vitest";
import type { Circumstances } from "../../../contract/costs.ts";
import { loadSettingsSchema } from "../../../contract/loading.ts";
import type { Verification } from "../../../contract/verification.ts";
import type { ReplyParts } from "../../../engine/decoding/reply-job.ts";
import { Engine } from "../../../engine/engine.ts";
import type { PairInMemory } from "../../../engine/loading/pair-in-memory.ts";
import type { Model, Row, Sequence, TokenId, Vocabulary } from "../../../engine/runtime/runtime.ts";
import { verifyPair } from "../../../engine/verification/verify-pair.ts";
import {
  createScriptedSequence,
  createScriptedVocabulary,
  END_OF_GENERATION,
  hashedLogits,
  type LogitFunction,
} from "../fixtures/scripted-model.ts";
import { scriptedPair } from "../fixtures/scripted-reply.ts";
import { lenientGreedyRules, wrongRules } from "../fixtures/wrong-rules.ts";

const size = 24;
const noise = hashedLogits(1, size);
const own = hashedLogits(2, size);
/** Never ends a reply, and leans towards what followed the same words before, so that there is something to look up. */
const target: LogitFunction = (prefix) => {
  const repeated = followedBefore(prefix, 3) ?? followedBefore(prefix, 1);
  return noise(prefix).map((logit, id) => {
    if (id === END_OF_GENERATION) return -50;
    return id === repeated ? logit + 2 : logit;
  });
};
const draft: LogitFunction = (prefix) => target(prefix).map((logit, id) => 0.7 * logit + 0.6 * (own(prefix)[id] ?? 0));

const vocabulary: Vocabulary = {
  ...createScriptedVocabulary(size),
  tokenize: (text) => [...text].map((character) => (character.charCodeAt(0) % (size - 1)) + 1),
};

/** The token after the last earlier place that ends with the same `count` tokens as the prefix does. */
function followedBefore(prefix: readonly TokenId[], count: number): TokenId | undefined {
  const last = prefix.slice(-count);
  for (let end = prefix.length - 1; end >= count; end--) {
    if (last.every((token, index) => prefix[end - count + index] === token)) return prefix[end];
  }
  return undefined;
}

function model(sequence: Sequence): Model {
  return {
    path: "scripted",
    vocabulary,
    sequence,
    gpuLayers: 0,
    flashAttention: false,
    weightBytes: 0,
    takeNativeMs: async () => 0,
    decodeWithLibrary: () => Promise.reject(new Error("a scripted model has no library")),
    dispose: async () => undefined,
  };
}

const circumstances: Circumstances = {
  target: { bytes: 0, startHash: "scripted" },
  draft: null,
  backend: "cpu",
  threads: 1,
  gpuLayers: 0,
  draftGpuLayers: null,
  kvType: "f16",
  flashAttention: false,
  library: "scripted",
};

const nothing = { ram: 0, vram: 0 };

interface Changes {
  readonly target?: Sequence;
  readonly draft?: Sequence | null;
  readonly rollbackProblem?: string;
  readonly parts?: ReplyParts;
  readonly signal?: AbortSignal;
  readonly onProgress?: (fraction: number, step: string) => void;
}

const sequenceOf = (logits: LogitFunction) => createScriptedSequence({ logits, batchSize: 32 });

async function verify(changes: Changes = {}): Promise<Verification> {
  const draftSequence = changes.draft === undefined ? sequenceOf(draft) : changes.draft;
  const loaded: PairInMemory = {
    target: model(changes.target ?? sequenceOf(target)),
    draft: draftSequence === null ? null : model(draftSequence),
    chatTemplate: null,
    pair: scriptedPair,
    costs: { circumstances, known: { source: "measured-at-load", target: new Map(), draft: new Map() } },
    memory: nothing,
    request: { target: "scripted", draft: null, settings: loadSettingsSchema.parse({}) },
    targetPlace: { gpuLayers: 0, need: nothing, needs: { weights: nothing, context: nothing }, contextBytes: 0 },
    rollbackProblem: changes.rollbackProblem ?? null,
    dispose: async () => undefined,
  };
  return verifyPair(new Engine(loaded, changes.parts), loaded, {
    quick: true,
    signal: changes.signal ?? new AbortController().signal,
    onProgress: changes.onProgress ?? (() => undefined),
  });
}

const failures = ({ checks }: Verification) => [
  ...new Set(checks.filter(({ passed }) => !passed).map(({ kind }) => kind)),
];

describe("a right engine", { timeout: 60_000 }, () => {
  test("passes every check, with every drafter, and each check has had something to look at", async () => {
    const { checks, nothingDrafted } = await verify();
    expect(nothingDrafted).toBeNull();
    expect(checks.filter(({ passed }) => !passed)).toEqual([]);
    expect(new Set(checks.map(({ kind }) => kind))).toEqual(
      new Set(["arithmetic", "greedy", "caches", "roll-back", "distribution"]),
    );
    for (const check of checks) {
      if (check.kind === "greedy" || check.kind === "distribution") {
        expect(check.accepted, `${check.kind} ${check.drafter}`).toBeGreaterThan(0);
        expect(check.accepted, `${check.kind} ${check.drafter}`).toBeLessThan(check.tested);
      }
      if (check.kind === "greedy") expect(check.partings).toEqual([]);
      if (check.kind === "caches") expect(check.rounds).toBeGreaterThan(100);
    }
  });

  test("is verified with prompt lookup where there is no draft", async () => {
    const { checks } = await verify({ draft: null });
    expect(failures({ checks, nothingDrafted: null })).toEqual([]);
    const drafters = checks.flatMap((check) => ("drafter" in check ? [check.drafter] : []));
    expect(new Set(drafters)).toEqual(new Set(["lookup"]));
  });

  test("tells how far it is, and stops when it is told to", async () => {
    const fractions: number[] = [];
    const controller = new AbortController();
    const run = verify({
      signal: controller.signal,
      onProgress(fraction, step) {
        expect(step).not.toBe("");
        fractions.push(fraction);
        if (fractions.length === 4) controller.abort();
      },
    });
    await expect(run).rejects.toMatchObject({ kind: "cancelled" });
    expect(fractions).toEqual(fractions.toSorted((left, right) => left - right));
    expect(fractions).toHaveLength(4);
  });

  test("leaves nothing in the caches that the engine does not know of", async () => {
    const sequences = { target: sequenceOf(target), draft: sequenceOf(draft) };
    await verify(sequences);
    expect([sequences.target.tokens, sequences.draft.tokens]).toEqual([[], []]);
    const controller = new AbortController();
    let begun = 0;
    const onProgress = () => {
      begun += 1;
      if (begun === 5) controller.abort();
    };
    await expect(verify({ ...sequences, signal: controller.signal, onProgress })).rejects.toThrow();
    expect([sequences.target.tokens, sequences.draft.tokens]).toEqual([[], []]);
  });

  test("asks for a larger context where the checks do not fit", async () => {
    const small = createScriptedSequence({ logits: target, batchSize: 32, capacity: 127 });
    await expect(verify({ target: small })).rejects.toMatchObject({
      kind: "context-full",
      message: expect.stringMatching(/need a context of \d+ tokens .* has 128/u),
    });
  });

  test("has nothing to verify where the target cannot roll back", async () => {
    const reason = "mamba keeps a running state.";
    expect(await verify({ rollbackProblem: reason })).toEqual({ checks: [], nothingDrafted: reason });
  });

  test("may part at a near tie where wide passes calculate otherwise, and it is measured", async () => {
    const { checks } = await verify({ target: withWidths(sequenceOf(target), (id, logit) => logit + (id % 2) * 0.05) });
    expect(failures({ checks, nothingDrafted: null })).toEqual([]);
    const [arithmetic] = checks.filter((check) => check.kind === "arithmetic");
    expect(arithmetic?.difference).toBeCloseTo(0.05, 6);
    const partings = checks.flatMap((check) => (check.kind === "greedy" ? check.partings : []));
    expect(partings.length).toBeGreaterThan(0);
    for (const { gap, difference } of partings) expect(gap).toBeLessThanOrEqual(2 * difference);
  });
});

describe("a mistake is found out", { timeout: 60_000 }, () => {
  test.each(Object.entries(wrongRules))("%s", async (_name, createRules) => {
    expect(failures(await verify({ parts: { createRules } }))).toEqual(["distribution"]);
  });

  // What is looked up here is what the target likes best, so that taking the residual by index does no harm.
  test.each(["the correction is drawn from p'", "a guess passes where p'/q' >= 0.5"])(
    "%s, with prompt lookup alone",
    async (name) => {
      const createRules = wrongRules[name];
      if (createRules === undefined) throw new Error(`no wrong rule ${name}`);
      expect(failures(await verify({ draft: null, parts: { createRules } }))).toEqual(["distribution"]);
    },
  );

  test("greedy replies keep guesses that are not the target's best", async () => {
    expect(failures(await verify({ parts: { createRules: lenientGreedyRules } }))).toEqual(["greedy"]);
  });

  test("a cache keeps a token that was taken back", async () => {
    const { checks } = await verify({ target: forgetful(target) });
    expect(failures({ checks, nothingDrafted: null })).toEqual(expect.arrayContaining(["greedy", "roll-back"]));
  });

  test("a cache is not cut to the emitted tokens", async () => {
    const sequence = sequenceOf(draft);
    const lazy: Sequence = { ...members(sequence), truncate: async (length) => sequence.truncate(length + 1) };
    expect(failures(await verify({ draft: lazy }))).toContain("caches");
  });

  test("passes of several tokens say something else", async () => {
    const { checks } = await verify({ target: withWidths(sequenceOf(target), (_id, logit) => -logit) });
    expect(failures({ checks, nothingDrafted: null })).toContain("arithmetic");
  });
});

/** A sequence's members, its getters among them. */
function members(sequence: Sequence): Sequence {
  return {
    capacity: sequence.capacity,
    batchSize: sequence.batchSize,
    get tokens() {
      return sequence.tokens;
    },
    get count() {
      return sequence.count;
    },
    evaluate: (tokens, requests, goesOn) => sequence.evaluate(tokens, requests, goesOn),
    truncate: (length) => sequence.truncate(length),
    canShift: sequence.canShift,
    remove: (start, end) => sequence.remove(start, end),
  };
}

/** Calculates otherwise in passes of several tokens, as GPUs and repacked weights do. */
function withWidths(sequence: Sequence, change: (id: TokenId, logit: number) => number): Sequence {
  return {
    ...members(sequence),
    async evaluate(tokens, requests, goesOn = () => true) {
      const rows = await sequence.evaluate(
        tokens,
        requests.map((request) => (request === null ? null : { kind: "all" })),
      );
      let reading = true;
      return rows.map((row, index) => {
        if (row === null || !reading) return null;
        const read = tokens.length === 1 ? row : changedRow(row, change);
        reading = goesOn(read, index);
        return read;
      });
    },
  };
}

function changedRow(row: Row, change: (id: TokenId, logit: number) => number): Row {
  const logits = row.logits
    .map(({ id, logit }) => ({ id, logit: change(id, logit) }))
    .sort((left, right) => right.logit - left.logit || left.id - right.id);
  const best = logits[0]?.logit ?? 0;
  return { logits, totalWeight: logits.reduce((sum, { logit }) => sum + Math.exp(logit - best), 0) };
}

/** Says that tokens were taken back; where they were several it goes on from the first of them all the same. */
function forgetful(logits: LogitFunction): Sequence {
  let left: TokenId | null = null;
  const sequence = sequenceOf((prefix) => logits(left === null ? prefix : [...prefix, left]));
  return {
    ...members(sequence),
    async truncate(length) {
      if (length >= sequence.tokens.length) return;
      left = length > 0 && length < sequence.tokens.length - 1 ? (sequence.tokens[length] ?? null) : null;
      await sequence.truncate(length);
    },
  };
}
