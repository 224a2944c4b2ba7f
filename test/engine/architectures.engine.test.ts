import { describe, expect, it } from "vitest";
import { Engine } from "../../engine/engine.ts";
import type { PairInMemory } from "../../engine/loading/pair-in-memory.ts";
import { exactSettings } from "./fixtures/bundled-pair.ts";
import { expectSameButNearTies } from "./fixtures/near-tie.ts";
import { readReply } from "./fixtures/read-reply.ts";
import { SLIDING_WINDOW, type TinyModel } from "./fixtures/tiny-gguf.ts";
import { tinyPairs } from "./fixtures/tiny-pairs.ts";

const prompt = { kind: "raw" as const, text: "the cat in the other corner" };
const TOKENS = 120;

const pairs = tinyPairs();

async function load(target: TinyModel, draft: TinyModel | null): Promise<{ engine: Engine; pair: PairInMemory }> {
  const draftFile = draft === null ? null : await pairs.write(draft);
  const pair = await pairs.load(await pairs.write(target), draftFile, exactSettings);
  return { engine: new Engine(pair), pair };
}

describe.each([
  { architecture: "llama", seed: 1 },
  { architecture: "gpt2", seed: 5 },
  { architecture: "qwen2", seed: 1 },
  { architecture: "gemma3", seed: 1 },
] as const)("a $architecture model", (target) => {
  it("writes the plain greedy reply with every drafter", async () => {
    const { engine, pair } = await load(target, { ...target, noise: 0.1 });
    const promptTokens = pair.target.vocabulary.tokenize(prompt.text, false);
    const plain = (await readReply(engine.generate({ prompt, decoding: { k: 0, maxTokens: TOKENS } }))).summary.tokens;
    expect(plain).toHaveLength(TOKENS);
    expect(promptTokens.length + plain.length).toBeGreaterThan(3 * SLIDING_WINDOW);
    for (const drafter of ["model", "lookup", "lookup+model"] as const) {
      const verdicts = { accepted: 0, rejected: 0 };
      for (const k of [1, 4, 8]) {
        const decoding = { k, maxTokens: TOKENS, drafter };
        const { rounds, summary } = await readReply(engine.generate({ prompt, decoding }));
        await expectSameButNearTies({
          sequence: pair.target.sequence,
          prompt: promptTokens,
          plain,
          rounds,
        });
        verdicts.accepted += summary.accepted;
        verdicts.rejected += summary.tested - summary.accepted;
      }
      expect(verdicts.accepted, drafter).toBeGreaterThan(0);
      expect(verdicts.rejected, drafter).toBeGreaterThan(0);
    }
  });
});

it("a wrong token is not taken for a near tie", async () => {
  const { engine, pair } = await load({ architecture: "llama", seed: 1 }, null);
  const { rounds, summary } = await readReply(engine.generate({ prompt, decoding: { k: 0, maxTokens: 40 } }));
  const wrong = rounds.map(({ drafted, emitted, index }) => ({
    drafted,
    emitted: index === 20 ? emitted.map(({ id }) => ({ id: id + 1 })) : emitted,
  }));
  const audit = expectSameButNearTies({
    sequence: pair.target.sequence,
    prompt: pair.target.vocabulary.tokenize(prompt.text, false),
    plain: summary.tokens,
    rounds: wrong,
  });
  await expect(audit).rejects.toThrow(/part at token 20/u);
});

describe("a recurrent model", () => {
  const target = { architecture: "mamba", seed: 1 } as const;
  const llama = { architecture: "llama", seed: 1 } as const;

  it("is decoded plainly, with the reason, whatever should draft", async () => {
    const { engine, pair } = await load(target, llama);
    expect(engine.pair.draft).toBeNull();
    expect(engine.pair.draftProblem).toMatchObject({ kind: "pair-mismatch", message: /running state/u });
    const expected = await greedyReply(pair, 60);
    for (const drafter of ["model", "lookup", "lookup+model", "off"] as const) {
      const { summary } = await readReply(engine.generate({ prompt, decoding: { k: 4, maxTokens: 60, drafter } }));
      expect(summary.tokens).toEqual(expected);
      expect(summary.drafted).toBe(0);
      const reasons = summary.notes.filter((note) => note.code === "no-rollback").map((note) => note.text);
      expect(reasons).toEqual(drafter === "off" ? [] : [expect.stringMatching(/mamba.*running state/u)]);
    }
  });

  it("goes on with the next turn from its state, and starts anew where the chat was edited", async () => {
    const { engine } = await load(target, null);
    const decoding = { maxTokens: 30 };
    const ask = async (...messages: { role: "user" | "assistant"; content: string; tokens?: number[] }[]) =>
      (await readReply(engine.generate({ prompt: { kind: "messages", messages }, decoding }))).summary;
    const user = { role: "user" as const, content: "the cat" };
    const first = await ask(user);
    const reply = { role: "assistant" as const, content: first.text, tokens: first.tokens };
    const second = await ask(user, reply, { role: "user", content: "in the corner" });
    expect(second.cachedTokens.target).toBe(first.promptTokens + first.tokens.length - 1);
    const edited = await ask(user, reply, { role: "user", content: "in the other corner" });
    const again = await ask(user);

    const fresh = await load(target, null);
    const anew = async (...messages: Parameters<typeof ask>) =>
      (await readReply(fresh.engine.generate({ prompt: { kind: "messages", messages }, decoding }))).summary.tokens;
    expect(again.tokens).toEqual(first.tokens);
    expect(await anew(user, reply, { role: "user", content: "in the other corner" })).toEqual(edited.tokens);
    expect(await anew(user, reply, { role: "user", content: "in the corner" })).toEqual(second.tokens);
  });

  it("is refused as a draft, with the reason, and looking up goes on without it", async () => {
    const { engine } = await load(llama, target);
    expect(engine.pair.draftProblem).toMatchObject({ kind: "pair-mismatch", message: /running state/u });
    const { summary } = await readReply(
      engine.generate({ prompt, decoding: { k: 4, maxTokens: TOKENS, drafter: "lookup+model" } }),
    );
    expect(summary.notes.map((note) => note.code)).toEqual(["pair-mismatch"]);
    expect(summary.drafted).toBeGreaterThan(0);
  });
});

/** The best token after the prompt, one pass at a time, without the engine. */
async function greedyReply({ target: { sequence, vocabulary } }: PairInMemory, count: number): Promise<number[]> {
  const tokens: number[] = [];
  let unseen = vocabulary.tokenize(prompt.text, false);
  for (let index = 0; index < count; index++) {
    const rows = await sequence.evaluate(
      unseen,
      unseen.map((_token, at) => (at === unseen.length - 1 ? { kind: "all" } : null)),
    );
    const best = rows.at(-1)?.logits[0]?.id ?? Number.NaN;
    tokens.push(best);
    unseen = [best];
  }
  await sequence.truncate(0);
  return tokens;
}
