import { describe, expect, test } from "vitest";
import { parseHeader } from "../../../engine/gguf/parse-header.ts";
import {
  type FileContents,
  flagKey,
  listKey,
  numberKey,
  soundFile,
  sourceOf,
  textKey,
  uint32,
  uint64,
  withKey,
  withTensor,
  write,
} from "./gguf-bytes.ts";
import { textsOf } from "./vocabulary.ts";

const parse = (contents: FileContents) => parseHeader(sourceOf(write(contents)));

describe("a sound file", () => {
  test("tells its metadata, tokens and size", async () => {
    const bytes = write(soundFile);
    const header = await parseHeader(sourceOf(bytes));
    expect(header).toMatchObject({
      fileName: "model.gguf",
      fileBytes: bytes.length,
      tokenizer: "gpt2",
      chatTemplate: "{{ messages }}",
      parameters: 12,
    });
    expect(textsOf(header.tokens)).toEqual(["<s>", "</s>", "a", "b", "c", "Ġd", "é"]);
    expect(header.metadata.get("general.name")).toBe("Tiny");
    expect(header.metadata.get("llama.context_length")).toBe(512);
    expect(header.metadata.has("tokenizer.ggml.merges")).toBe(false);
  });

  test("version 2 is laid out alike", async () => {
    expect((await parse({ ...soundFile, version: 2 })).parameters).toBe(12);
  });

  test("every type of value", async () => {
    const header = await parse({
      ...soundFile,
      keys: [
        { key: "u8", type: 0, value: [200] },
        { key: "i8", type: 1, value: [200] },
        { key: "u16", type: 2, value: [0, 200] },
        { key: "i16", type: 3, value: [0, 200] },
        { key: "u32", type: 4, value: uint32(0xffff_fffe) },
        { key: "i32", type: 5, value: uint32(0xffff_fffe) },
        { key: "f32", type: 6, value: [...new Uint8Array(Float32Array.of(0.5).buffer)] },
        flagKey("yes", true),
        flagKey("no", false),
        textKey("text", "é"),
        { key: "u64", type: 10, value: uint64(2n ** 40n) },
        { key: "i64", type: 11, value: uint64(2n ** 64n - 5n) },
        { key: "f64", type: 12, value: [...new Uint8Array(Float64Array.of(0.1).buffer)] },
      ],
    });
    expect(Object.fromEntries(header.metadata)).toEqual({
      u8: 200,
      i8: -56,
      u16: 51200,
      i16: -14336,
      u32: 0xffff_fffe,
      i32: -2,
      f32: 0.5,
      yes: true,
      no: false,
      text: "é",
      u64: 2 ** 40,
      i64: -5,
      f64: 0.1,
    });
  });

  test("reads that give a few bytes at a time make no difference", async () => {
    const bytes = write(soundFile);
    const slowly = await parseHeader(sourceOf(bytes, { mostPerRead: 3 }));
    const atOnce = await parseHeader(sourceOf(bytes));
    expect({ ...slowly, tokens: textsOf(slowly.tokens) }).toEqual({ ...atOnce, tokens: textsOf(atOnce.tokens) });
  });

  test("texts too long to keep are read past", async () => {
    const header = await parse(withKey(soundFile, textKey("tokenizer.huggingface.json", "x".repeat(2 ** 20 + 1))));
    expect(header.metadata.has("tokenizer.huggingface.json")).toBe(false);
    expect(header.parameters).toBe(12);
  });

  test("its own alignment counts", async () => {
    const wide = withKey(soundFile, numberKey("general.alignment", 64));
    const tensors = wide.tensors.map((tensor, index) => ({ ...tensor, offset: index * 64 }));
    expect((await parse({ ...wide, tensors, dataBytes: 256 })).parameters).toBe(12);
    await expect(parse({ ...wide, dataBytes: 256 })).rejects.toThrow(
      'tensor "output_norm.weight" lies at 32 instead of 64',
    );
  });
});

describe("a file that is refused says why and what to do", () => {
  const tensor = (change: Parameters<typeof withTensor>[1]): FileContents => withTensor(soundFile, change);
  const cases: [string, Uint8Array | FileContents, string][] = [
    [
      "a text file",
      new TextEncoder().encode("Dear diary, today"),
      'is not a GGUF file: it does not begin with the letters "GGUF". Choose a model file in GGUF format.',
    ],
    ["three bytes", new TextEncoder().encode("GGU"), "is not a GGUF file"],
    ["nothing", new Uint8Array(0), "is empty. Download it again."],
    [
      "version 1",
      { ...soundFile, version: 1 },
      "is in version 1 of the GGUF format, which llama.cpp no longer reads. Download a newer conversion of the model.",
    ],
    ["version 0", { ...soundFile, version: 0 }, "is in version 0"],
    [
      "version 4",
      { ...soundFile, version: 4 },
      "is in version 4 of the GGUF format; this Outrider reads versions 2 and 3. Update Outrider",
    ],
    ["big-endian", { ...soundFile, version: 0x0300_0000 }, "was written for big-endian machines"],
    ["too many tensors", { ...soundFile, tensorCount: 2n ** 40n }, "claims to hold 1,099,511,627,776 tensors"],
    ["too many keys", { ...soundFile, keyCount: 2n ** 63n }, "metadata keys"],
    ["a key without a name", withKey(soundFile, textKey("", "x")), "has no name"],
    ["a key of 70,000 bytes", withKey(soundFile, textKey("k".repeat(70_000), "x")), "claims to be 70,000 bytes long"],
    [
      "a key twice",
      { ...soundFile, keys: [...soundFile.keys, textKey("general.name", "again")] },
      'has the metadata key "general.name" twice',
    ],
    [
      "an unknown type of value",
      withKey(soundFile, { key: "odd", type: 13, value: [] }),
      '"odd" has the unknown type 13',
    ],
    [
      "a text longer than the file",
      withKey(soundFile, { key: "long", type: 8, value: uint64(2n ** 62n) }),
      "is cut short",
    ],
    [
      "a chat template of 2 MB",
      withKey(soundFile, textKey("tokenizer.chat_template", "x".repeat(2 ** 21))),
      "chat template claims to be 2,097,152 bytes long",
    ],
    ["an endless list", withKey(soundFile, listKey("list", 4, 2n ** 60n, [])), 'the list "list" claims to have'],
    ["a list longer than the file", withKey(soundFile, listKey("list", 4, 2 ** 20, [])), "is cut short"],
    ["a list of lists", withKey(soundFile, listKey("list", 9, 1, [])), '"list" is a list of lists'],
    ["a list of an unknown type", withKey(soundFile, listKey("list", 77, 1, [])), "unknown type 77"],
    [
      "too many tokens",
      withKey(soundFile, listKey("tokenizer.ggml.tokens", 8, 2 ** 22, [])),
      "claims to have 4,194,304 entries",
    ],
    [
      "a token of 1 MB",
      withKey(soundFile, listKey("tokenizer.ggml.tokens", 8, 1, uint64(2 ** 20))),
      "token 0 claims to be 1,048,576 bytes long",
    ],
    [
      "alignment 0",
      withKey(soundFile, numberKey("general.alignment", 0)),
      "its alignment is 0, which is no power of two",
    ],
    ["alignment 48", withKey(soundFile, numberKey("general.alignment", 48)), "its alignment is 48"],
    ["alignment 2^31", withKey(soundFile, numberKey("general.alignment", 2 ** 31)), "its alignment is 2147483648"],
    ["alignment as text", withKey(soundFile, textKey("general.alignment", "32")), 'its alignment is "32"'],
    [
      "a tensor twice",
      { ...soundFile, tensors: [...soundFile.tensors.slice(0, 1), ...soundFile.tensors.slice(0, 1)] },
      'has the tensor "token_embd.weight" twice',
    ],
    [
      "a tensor's name of 64 bytes",
      tensor({ name: "n".repeat(64) }),
      "the name of tensor 0 claims to be 64 bytes long",
    ],
    ["five dimensions", tensor({ dimensions: [1, 1, 1, 1, 1] }), "claims to have 5 dimensions"],
    ["a dimension of 0", tensor({ dimensions: [4, 0] }), "has a dimension of length 0"],
    [
      "an unknown tensor format",
      tensor({ type: 99 }),
      'has the tensor "token_embd.weight" in format 99, which this Outrider does not know. Update Outrider',
    ],
    ["a withdrawn tensor format", tensor({ type: 4 }), "in format 4"],
    ["rows of half a block", tensor({ type: 2, dimensions: [33] }), "not made of whole Q4_0 blocks"],
    [
      "a gap between tensors",
      { ...soundFile, tensors: soundFile.tensors.map((entry, index) => ({ ...entry, offset: index * 64 })) },
      'tensor "output_norm.weight" lies at 64 instead of 32',
    ],
    ["overlapping tensors", tensor({ dimensions: [4, 4, 4] }), 'tensor "output_norm.weight" lies at 32 instead of 256'],
    ["an unaligned tensor", tensor({ offset: 1 }), 'tensor "token_embd.weight" lies at 1 instead of 0'],
    ["a size beyond 64 bits", tensor({ dimensions: [2n ** 63n, 2n ** 63n, 2n ** 63n, 2n ** 63n] }), "instead of"],
  ];

  test.each(cases)("%s", async (_name, file, message) => {
    const bytes = file instanceof Uint8Array ? file : write(file);
    await expect(parseHeader(sourceOf(bytes))).rejects.toMatchObject({
      name: "OutriderError",
      kind: "model-unreadable",
      message: expect.stringMatching(/^model\.gguf .+\. [A-Z].+\.$/s),
    });
    await expect(parseHeader(sourceOf(bytes))).rejects.toThrow(message);
  });

  test("a download that broke off in the weights", async () => {
    const bytes = write(soundFile);
    await expect(parseHeader(sourceOf(bytes.subarray(0, -1)))).rejects.toThrow(
      `model.gguf is cut short: its header promises ${bytes.length} bytes, the file has ${bytes.length - 1}. Download it again.`,
    );
  });

  test("a download that broke off in the header, at any byte", async () => {
    const bytes = write({ ...soundFile, dataBytes: 0 });
    for (let length = 24; length < bytes.length - 32; length++) {
      await expect(parseHeader(sourceOf(bytes.subarray(0, length)))).rejects.toThrow(
        `model.gguf is cut short: it ends inside its header, after ${length} bytes. Download it again.`,
      );
    }
  });

  test("a file that shrinks while it is read", async () => {
    const bytes = write(soundFile);
    const source = sourceOf(bytes);
    const shrunk = {
      ...source,
      read: (buffer: Uint8Array, at: number) => (at > 0 ? Promise.resolve(0) : source.read(buffer.subarray(0, 50), at)),
    };
    await expect(parseHeader(shrunk)).rejects.toThrow("is cut short");
  });

  test("names from the file cannot move a terminal's cursor", async () => {
    const sly = withKey(soundFile, { key: "\u001b[2J\u0007", type: 13, value: [] });
    await expect(parse(sly)).rejects.toThrow(String.raw`"\u001b[2J\u0007"`);
  });
});
