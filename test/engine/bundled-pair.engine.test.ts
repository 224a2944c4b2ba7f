import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MAXIMUM_K } from "../../contract/decoding.ts";
import { createEngine, type Engine } from "../../engine/index.ts";
import { bundledDraft, bundledTarget, exactSettings } from "./fixtures/bundled-pair.ts";
import { readReply } from "./fixtures/read-reply.ts";

const prompt = "Explain gravity in simple terms.";
/** Of most replies; 420 of them, at every k, are the slow suite's. */
const TOKENS = 80;

describe("the bundled pair", () => {
  let engine: Engine;
  /** The first tokens of the plain greedy reply to the prompt. */
  let plain: readonly number[];
  beforeAll(async () => {
    engine = await createEngine({ target: bundledTarget, draft: bundledDraft, settings: exactSettings });
    plain = (await readReply(engine.generate({ prompt, decoding: { k: 0, maxTokens: TOKENS } }))).summary.tokens;
    expect(plain).toHaveLength(TOKENS);
  });
  afterAll(() => engine.dispose());

  it("is loaded as it was asked for", () => {
    expect(engine.pair).toMatchObject({ backend: "cpu", kvType: "bf16", flashAttention: true, draftProblem: null });
    expect(engine.pair.target).toMatchObject({ contextSize: 8192, vocabularySize: 49152, hasChatTemplate: true });
    expect(engine.pair.draft).toMatchObject({ layers: 4, gpuLayers: 0 });
  });

  it("writes the plain greedy reply at every k", async () => {
    for (let k = 1; k <= MAXIMUM_K; k++) {
      // Long drafts, most of them in vain, take their time.
      const maxTokens = k <= 4 ? 40 : 20;
      const { summary } = await readReply(engine.generate({ prompt, decoding: { k, maxTokens } }));
      expect(summary.tokens, `k = ${k}`).toEqual(plain.slice(0, maxTokens));
      expect(summary.accepted).toBeGreaterThan(0);
    }
  });

  it("writes the plain reply with prompt lookup, which needs no second model", async () => {
    const copying =
      "Repeat this list three times: apples, pears, plums, cherries, apples, pears, plums, cherries, apples";
    const decoding = { maxTokens: 60, drafter: "lookup" as const };
    const without = (await readReply(engine.generate({ prompt: copying, decoding: { ...decoding, k: 0 } }))).summary;
    const { rounds, summary } = await readReply(engine.generate({ prompt: copying, decoding: { ...decoding, k: 10 } }));
    expect(summary.tokens).toEqual(without.tokens);
    expect(summary.accepted).toBeGreaterThan(10);
    expect(summary.calls.draft).toBe(0);
    expect(new Set(rounds.flatMap((round) => round.drafted.map((token) => token.q)))).toEqual(new Set([1]));
  });

  it("keeps all or none of a scripted draft, as the script says, on the real target", async () => {
    const decoding = { maxTokens: 40, k: 4 };
    for (const acceptance of [0, 1]) {
      const script = { reply: plain, acceptance, seed: 1 };
      const { summary } = await readReply(engine.generate({ prompt, decoding, script }));
      expect(summary.tokens).toEqual(plain.slice(0, 40));
      expect(summary.acceptanceRate).toBe(acceptance);
      expect(summary.calls.draft).toBe(0);
    }
  });

  it("chooses k by itself under auto, with a reason for every round, and writes the plain reply", async () => {
    const { rounds, summary } = await readReply(
      engine.generate({ prompt, decoding: { k: "auto", maxTokens: TOKENS } }),
    );
    expect(summary.tokens).toEqual(plain);
    expect(summary.settings.k).toBe("auto");
    for (const round of rounds) {
      expect(["auto", "auto-off", "probe", "max-tokens"]).toContain(round.reason);
      expect(round.k > 0 || round.drafted.length === 0).toBe(true);
    }
  });

  it("judges a reply that drafted by what plain decoding takes here", async () => {
    const without = (await readReply(engine.generate({ prompt, decoding: { maxTokens: 5, k: 0 } }))).summary;
    expect(without.verdict).toBeNull();
    const { verdict, timing, tokens } = (
      await readReply(engine.generate({ prompt, decoding: { maxTokens: 40, k: 3 } }))
    ).summary;
    if (verdict === null) throw new Error("a reply with drafts has no verdict");
    const spent = timing.draftMs + timing.verifyMs + timing.overheadMs;
    expect(verdict.msPerToken).toBeCloseTo(spent / tokens.length, 6);
    expect(verdict.speedup).toBeCloseTo(verdict.plainMsPerToken / verdict.msPerToken, 6);
    expect(verdict.savedMs).toBeCloseTo(verdict.plainMsPerToken * tokens.length - spent, 4);
    expect(verdict.plainMsPerToken).toBeGreaterThan(0);
  });

  it("counts what it evaluates", async () => {
    const { rounds, summary } = await readReply(engine.generate({ prompt, decoding: { k: 3, maxTokens: 30 } }));
    const fresh = summary.promptTokens - summary.cachedTokens.target - 1;
    const widths = rounds.map((round) => round.drafted.length + 1);
    expect(summary.calls.target).toBe(rounds.length + Math.ceil(fresh / 512));
    expect(summary.calls.targetRows).toBe(fresh + widths.reduce((sum, width) => sum + width, 0));
    expect(summary.calls.draft).toBeGreaterThanOrEqual(summary.drafted);
  });

  it("re-uses the first turn in both caches, and answers as if it had not", async () => {
    const user = { role: "user" as const, content: "Name three colours." };
    const decoding = { k: 4, maxTokens: 40 };
    const first = (await readReply(engine.generate({ prompt: { kind: "messages", messages: [user] }, decoding })))
      .summary;
    const messages = [
      user,
      { role: "assistant" as const, content: first.text, tokens: first.tokens },
      { role: "user" as const, content: "Which of them is the darkest?" },
    ];
    const second = (await readReply(engine.generate({ prompt: { kind: "messages", messages }, decoding }))).summary;
    const known = first.promptTokens + first.tokens.length - 2;
    expect(second.cachedTokens.target).toBeGreaterThanOrEqual(known);
    expect(second.cachedTokens.draft).toBeGreaterThanOrEqual(known);
  });

  it("gives Chinese and emoji whole", async () => {
    for (const text of [
      "Write the Chinese words 你好世界 ten times: 你好世界 你好世界 你好世界",
      "Repeat: 🎉🚀🌍 🎉🚀🌍 🎉🚀🌍 🎉🚀🌍",
    ]) {
      const { rounds, summary } = await readReply(
        engine.generate({ prompt: { kind: "raw", text }, decoding: { k: 4, maxTokens: 40 } }),
      );
      const emitted = rounds.flatMap((round) => round.emitted);
      expect(emitted.map((token) => token.text).join("")).toBe(summary.text);
      expect(
        emitted.some((token) => token.bytes !== undefined),
        "tokens that split characters",
      ).toBe(true);
      expect(summary.text).not.toContain("\uFFFD");
      expect(summary.text).toMatch(/[^\p{ASCII}]/u);
    }
  });

  it("samples the same reply from the same seed, and draws a seed where none is given", async () => {
    const run = async (seed: number | null) =>
      (await readReply(engine.generate({ prompt, decoding: { k: 3, maxTokens: 16, temperature: 0.8, seed } }))).summary;
    const first = await run(42);
    expect((await run(42)).tokens).toEqual(first.tokens);
    const drawn = await run(null);
    expect((await run(drawn.settings.seed)).tokens).toEqual(drawn.tokens);
  });

  it("takes a new k from the next round on", async () => {
    const reply = engine.generate({ prompt, decoding: { k: 2, maxTokens: 40 } });
    const { rounds } = await readReply(reply, (round) => {
      if (round.index === 4) reply.setK(6);
    });
    expect(rounds.slice(0, 5).map((round) => round.k)).toEqual([2, 2, 2, 2, 2]);
    expect(rounds[5]?.k).toBe(6);
  });

  it("keeps what was there when it is stopped, and answers the next prompt", async () => {
    const controller = new AbortController();
    const { rounds, summary } = await readReply(
      engine.generate({ prompt, signal: controller.signal, decoding: { k: 4, maxTokens: 500 } }),
      (round) => {
        if (round.index === 3) controller.abort();
      },
    );
    expect(summary.finishReason).toBe("aborted");
    expect(rounds.flatMap((round) => round.emitted).map((token) => token.id)).toEqual(summary.tokens);
    const next = await readReply(engine.generate({ prompt, decoding: { maxTokens: 5 } }));
    expect(next.summary.tokens).toEqual(summary.tokens.slice(0, 5));
  });

  it("refuses an empty prompt, settings out of range and a prompt that is too long, and stays usable", async () => {
    await expect(readReply(engine.generate({ prompt: " " }))).rejects.toMatchObject({ kind: "invalid-input" });
    expect(() => engine.generate({ prompt, decoding: { k: 17 } })).toThrow(/\bk\b/u);
    const long = readReply(engine.generate({ prompt: "word ".repeat(9000) }));
    await expect(long).rejects.toMatchObject({ kind: "context-full" });
    expect((await readReply(engine.generate({ prompt, decoding: { maxTokens: 3 } }))).summary.tokens).toHaveLength(3);
  });
});

describe("a draft that cannot be used", () => {
  it("costs the draft alone, with the reason", async () => {
    const engine = await createEngine({ target: bundledTarget, draft: import.meta.filename, settings: exactSettings });
    try {
      expect(engine.pair.draft).toBeNull();
      expect(engine.pair.draftProblem?.kind).toBe("model-unreadable");
      const { rounds, summary } = await readReply(engine.generate({ prompt, decoding: { k: 4, maxTokens: 10 } }));
      expect(summary.tokens).toHaveLength(10);
      expect(summary.notes.map((note) => note.code)).toEqual(["draft-failed"]);
      // Prompt lookup stands in.
      expect(rounds[0]).toMatchObject({ k: 4, reason: "fixed", drafter: "lookup" });
    } finally {
      await engine.dispose();
    }
  });
});
