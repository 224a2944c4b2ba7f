import { beforeAll, describe, expect, test } from "vitest";
import type { GgufHeader, MetadataValue } from "../../../engine/gguf/gguf-header.ts";
import { readHeader } from "../../../engine/gguf/read-header.ts";
import { canDraftFor } from "../../../engine/pairing/can-draft-for.ts";
import { textsOf, vocabularyOf } from "../gguf/vocabulary.ts";

let target: GgufHeader;
let draft: GgufHeader;

beforeAll(async () => {
  target = { ...(await readHeader("native-models/smollm2-135m-instruct-q4_1.gguf")), fileName: "target.gguf" };
  draft = { ...(await readHeader("native-models/smollm2-135m-instruct-draft-4l-q8_0.gguf")), fileName: "draft.gguf" };
});

/** A copy with other metadata; undefined takes a key out. */
function withMetadata(header: GgufHeader, changes: Record<string, MetadataValue | undefined>): GgufHeader {
  const metadata = new Map(header.metadata);
  for (const [key, value] of Object.entries(changes)) {
    if (value === undefined) {
      metadata.delete(key);
    } else {
      metadata.set(key, value);
    }
  }
  return { ...header, metadata };
}

const withToken = (header: GgufHeader, id: number, text: string): GgufHeader => ({
  ...header,
  tokens: vocabularyOf(textsOf(header.tokens).with(id, text)),
});

const withMoreTokens = (header: GgufHeader, count: number): GgufHeader => ({
  ...header,
  tokens: vocabularyOf([...textsOf(header.tokens), ...Array.from({ length: count }, (_, index) => `<extra ${index}>`)]),
});

const anotherDraft = "Choose a draft of the target's model family, or go without one.";
const sizeRatio = expect.closeTo(0.3157, 4);
const fits = { fits: true, sizeRatio, warning: null };

test("the bundled pair fits", () => {
  expect(canDraftFor(target, draft)).toEqual(fits);
});

describe("token texts", () => {
  test("one that differs, by name", () => {
    expect(canDraftFor(target, withToken(draft, 100, "[unused1]"))).toEqual({
      fits: false,
      reason: `Token 100 differs: "t" in target.gguf, "[unused1]" in draft.gguf. ${anotherDraft}`,
      differences: [{ id: 100, target: "t", draft: "[unused1]" }],
      sizeRatio,
    });
  });

  test("several: the first by name, eight listed", () => {
    const texts = textsOf(draft.tokens).map((text, id) => (id >= 200 && id < 220 ? `other ${id}` : text));
    const other = { ...draft, tokens: vocabularyOf(texts) };
    const fit = canDraftFor(target, other);
    expect(fit).toMatchObject({ reason: expect.stringMatching(/^Token 200 differs: .*, and so do 19 more\. /) });
    expect(fit.fits ? [] : fit.differences.map(({ id }) => id)).toEqual([200, 201, 202, 203, 204, 205, 206, 207]);
  });

  test("the first five may differ", () => {
    expect(canDraftFor(target, withToken(draft, 4, "<other>"))).toEqual(fits);
    expect(canDraftFor(target, withToken(draft, 5, "<other>")).fits).toBe(false);
  });
});

describe("vocabulary size", () => {
  test("128 tokens more or fewer fit", () => {
    expect(canDraftFor(target, withMoreTokens(draft, 128))).toEqual(fits);
    expect(canDraftFor(withMoreTokens(target, 128), draft)).toEqual(fits);
  });

  test("129 do not", () => {
    expect(canDraftFor(target, withMoreTokens(draft, 129))).toMatchObject({
      fits: false,
      reason: `The vocabulary of draft.gguf has 49,281 tokens, that of target.gguf 49,152; they may differ by 128. ${anotherDraft}`,
    });
    const fit = canDraftFor(withMoreTokens(target, 129), draft);
    expect(fit.fits ? [] : fit.differences[0]).toEqual({ id: 49_152, target: "<extra 0>", draft: null });
  });
});

describe("the beginning and the end of texts", () => {
  const bos = "tokenizer.ggml.bos_token_id";
  const eos = "tokenizer.ggml.eos_token_id";
  const addBos = "tokenizer.ggml.add_bos_token";
  const addEos = "tokenizer.ggml.add_eos_token";

  test("one adds a beginning token, the other does not", () => {
    expect(canDraftFor(target, withMetadata(draft, { [addBos]: true, [bos]: 1 }))).toMatchObject({
      fits: false,
      reason: `draft.gguf begins every text with token 1 "<|im_start|>", target.gguf with no token of its own. ${anotherDraft}`,
    });
  });

  test("both add one, but not the same", () => {
    const fit = canDraftFor(
      withMetadata(target, { [addBos]: true, [bos]: 1 }),
      withMetadata(draft, { [addBos]: true, [bos]: 2 }),
    );
    expect(fit).toMatchObject({
      reason: `draft.gguf begins every text with token 2 "<|im_end|>", target.gguf with token 1 "<|im_start|>". ${anotherDraft}`,
    });
  });

  test("the ids do not matter where neither adds them", () => {
    expect(
      canDraftFor(withMetadata(target, { [bos]: 1, [eos]: 2 }), withMetadata(draft, { [bos]: 7, [eos]: 8 })),
    ).toEqual(fits);
  });

  test("an id that is no token counts as not said", () => {
    const beyond = { [addBos]: true, [bos]: 70_000 };
    expect(canDraftFor(withMetadata(target, { [addBos]: true, [bos]: 11 }), withMetadata(draft, beyond))).toEqual(fits);
  });

  test("an end token", () => {
    expect(canDraftFor(target, withMetadata(draft, { [addEos]: true, [eos]: 2 }))).toMatchObject({
      reason: `draft.gguf ends every text with token 2 "<|im_end|>", target.gguf with no token of its own. ${anotherDraft}`,
    });
  });

  test("where the files do not say, it goes by the kind of tokenizer, as in llama.cpp", () => {
    const silent = { [addBos]: undefined, [bos]: undefined };
    const llama3 = { ...silent, "tokenizer.ggml.pre": "llama-bpe" };
    expect(canDraftFor(withMetadata(target, silent), withMetadata(draft, silent)).fits).toBe(true);
    expect(canDraftFor(withMetadata(target, llama3), withMetadata(draft, llama3)).fits).toBe(true);
    expect(canDraftFor(withMetadata(target, silent), withMetadata(draft, llama3))).toMatchObject({
      reason: expect.stringContaining("draft.gguf begins every text with token 11"),
    });
    // Gemma 4 begins every text with its token even where its file denies it.
    const gemma = { [addBos]: false, [bos]: 2, "tokenizer.ggml.pre": "gemma4" };
    expect(canDraftFor(target, withMetadata(draft, gemma))).toMatchObject({
      reason: expect.stringContaining("draft.gguf begins every text with token 2"),
    });
  });
});

test("another kind of tokenizer", () => {
  expect(canDraftFor(target, { ...draft, tokenizer: "llama" })).toMatchObject({
    fits: false,
    reason: `draft.gguf has another kind of tokenizer (SentencePiece) than target.gguf (byte pairs). ${anotherDraft}`,
    differences: [],
  });
});

describe("models with a running state", () => {
  const architecture = (header: GgufHeader, name: string): GgufHeader =>
    withMetadata(header, {
      "general.architecture": name,
      [`${name}.block_count`]: 4,
      [`${name}.context_length`]: 8192,
    });

  test("as the target", () => {
    expect(canDraftFor(architecture(target, "qwen3next"), draft)).toEqual({
      fits: false,
      reason:
        "target.gguf (qwen3next) keeps a running state that cannot go back over rejected tokens. Use it without a draft, or choose another target.",
      differences: [],
      sizeRatio,
    });
  });

  test.each(["mamba", "rwkv7", "jamba", "falcon-h1", "lfm2", "qwen35", "nemotron_h", "granitehybrid", "plamo2"])(
    "as the draft: %s",
    (name) => {
      expect(canDraftFor(target, architecture(draft, name))).toMatchObject({
        fits: false,
        reason: `draft.gguf (${name}) keeps a running state that cannot go back over rejected tokens. Choose another draft.`,
      });
    },
  );

  test("of an architecture that is not known yet, by its settings", () => {
    const unknown = withMetadata(architecture(draft, "newcomer"), { "newcomer.ssm.state_size": 16 });
    expect(canDraftFor(target, unknown)).toMatchObject({ reason: expect.stringContaining("draft.gguf (newcomer)") });
  });

  test("other architectures may be mixed", () => {
    expect(canDraftFor(target, architecture(draft, "qwen2"))).toEqual(fits);
  });
});

describe("a pair that fits and may not be worth it", () => {
  test("a target made of experts", () => {
    expect(canDraftFor(withMetadata(target, { "llama.expert_count": 8 }), draft)).toMatchObject({
      fits: true,
      warning: expect.stringMatching(/^target\.gguf is a mixture of experts: /),
    });
    expect(canDraftFor(target, withMetadata(draft, { "llama.expert_count": 8 }))).toEqual(fits);
  });

  test("a draft that is no smaller than its target", () => {
    expect(canDraftFor(draft, target)).toMatchObject({
      fits: true,
      warning: expect.stringMatching(/^target\.gguf is no smaller than draft\.gguf, /),
    });
  });
});

test("a file that is no language model is an error, not a reason", () => {
  expect(() => canDraftFor(target, { ...draft, tokens: vocabularyOf([]) })).toThrow(
    expect.objectContaining({ kind: "model-unreadable" }),
  );
});
