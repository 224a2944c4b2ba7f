import { open } from "node:fs/promises";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { OutriderError } from "../../../contract/outrider-error.ts";
import type { ByteSource } from "../../../engine/gguf/byte-source.ts";
import { describe as describeModel } from "../../../engine/gguf/describe.ts";
import { parseHeader } from "../../../engine/gguf/parse-header.ts";
import { canDraftFor } from "../../../engine/pairing/can-draft-for.ts";
import { listKey, soundFile, sourceOf, write } from "./gguf-bytes.ts";

/** Whatever the bytes are: a description that makes sense, or the one error that says why not. Never anything else. */
async function expectAnswer(source: ByteSource): Promise<"read" | "refused"> {
  try {
    const header = await parseHeader(source);
    const model = describeModel(header);
    expect(model.parameters).toBeGreaterThan(0);
    // Every number takes at least a bit of the file.
    expect(model.parameters).toBeLessThanOrEqual(source.size * 8);
    expect(header.tokens.length).toBe(model.vocabularySize);
    expect(canDraftFor(header, header)).toBeDefined();
    return "read";
  } catch (error) {
    if (!(error instanceof OutriderError)) {
      throw error;
    }
    expect(error.kind).toBe("model-unreadable");
    expect(error.message).toMatch(/^model\.gguf .+\.$/s);
    return "refused";
  }
}

interface Mutation {
  readonly position: number;
  readonly bytes: Uint8Array;
}

function mutate(bytes: Uint8Array, mutations: readonly Mutation[]): Uint8Array {
  const copy = Uint8Array.from(bytes);
  for (const mutation of mutations) {
    copy.set(mutation.bytes.subarray(0, Math.max(0, copy.length - mutation.position)), mutation.position);
  }
  return copy;
}

/** Single bytes, and the numbers that break readers: huge lengths, -1, 0, 1. */
const anyMutations = (length: number): fc.Arbitrary<readonly Mutation[]> =>
  fc.array(
    fc.record({
      position: fc.nat(length - 1),
      bytes: fc.oneof(
        fc.uint8Array({ minLength: 1, maxLength: 8 }),
        fc
          .constantFrom(
            0n,
            1n,
            0xffn,
            0xffff_ffffn,
            0x7fff_ffff_ffff_ffffn,
            0xffff_ffff_ffff_ffffn,
            2n ** 32n,
            2n ** 53n,
          )
          .map((value) => new Uint8Array(BigUint64Array.of(value).buffer)),
      ),
    }),
    { minLength: 1, maxLength: 4 },
  );

describe("a small sound file", () => {
  const sound = write(soundFile);

  test("is read", async () => {
    expect(await expectAnswer(sourceOf(sound))).toBe("read");
  });

  test("with bytes changed anywhere", async () => {
    await fc.assert(
      fc.asyncProperty(anyMutations(sound.length), async (mutations) => {
        await expectAnswer(sourceOf(mutate(sound, mutations)));
      }),
      { numRuns: 3000 },
    );
  });

  test("with bytes taken out", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(sound.length), fc.nat(sound.length), async (one, other) => {
        const bytes = [...sound.subarray(0, Math.min(one, other)), ...sound.subarray(Math.max(one, other))];
        await expectAnswer(sourceOf(Uint8Array.from(bytes)));
      }),
      { numRuns: 500 },
    );
  });
});

test("anything at all after the magic letters", async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
      const file = Uint8Array.from([...write({ ...soundFile, keys: [], tensors: [] }).subarray(0, 8), ...bytes]);
      expect(await expectAnswer(sourceOf(file))).toBe("refused");
    }),
    { numRuns: 1000 },
  );
});

describe("the bundled target", () => {
  const HEADER_BYTES = 2 ** 21;
  let header: Uint8Array;
  let size: number;

  beforeAll(async () => {
    const file = await open("native-models/smollm2-135m-instruct-q4_1.gguf");
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, 0);
    header = buffer.subarray(0, bytesRead);
    size = (await file.stat()).size;
    await file.close();
  });

  test("is read", async () => {
    expect(await expectAnswer(sourceOf(header, { size }))).toBe("read");
  });

  test("with bytes changed anywhere in its header", async () => {
    await fc.assert(
      fc.asyncProperty(anyMutations(HEADER_BYTES), async (mutations) => {
        await expectAnswer(sourceOf(mutate(header, mutations), { size }));
      }),
      { numRuns: 40 },
    );
  });

  test("with bytes changed in its metadata", async () => {
    await fc.assert(
      fc.asyncProperty(anyMutations(1500), async (mutations) => {
        await expectAnswer(sourceOf(mutate(header, mutations), { size }));
      }),
      { numRuns: 200 },
    );
  });
});

describe("memory", () => {
  const MOST = 64 * 2 ** 20;
  const collect = globalThis.gc ?? (() => {});

  /** Tokens of 64 KiB without end: the file is as long as it says, and every length in it is a possible one. */
  function endlessTokens(): ByteSource {
    const head = Buffer.from(
      write({ ...soundFile, keys: [listKey("tokenizer.ggml.tokens", 8, 2 ** 20, [])], tensors: [], dataBytes: 0 }),
    ).subarray(0, 24 + 8 + "tokenizer.ggml.tokens".length + 4 + 12);
    const size = 2 ** 36;
    const length = Buffer.from(new Uint8Array(BigUint64Array.of(65_000n).buffer));
    return {
      name: "model.gguf",
      size,
      read(buffer, position) {
        for (let index = 0; index < buffer.length; index++) {
          const at = position + index;
          const inToken = (at - head.length) % 65_008;
          buffer[index] = (at < head.length ? head[at] : inToken < 8 ? length[inToken] : 0x61 + (inToken % 26)) ?? 0;
        }
        return Promise.resolve(buffer.length);
      },
    };
  }

  test("a file of endless tokens is refused before it takes more than 64 MB", async () => {
    collect();
    const before = process.memoryUsage();
    expect(await expectAnswer(endlessTokens())).toBe("refused");
    const after = process.memoryUsage();
    expect(after.heapUsed + after.external - before.heapUsed - before.external).toBeLessThan(MOST);
  });
});
