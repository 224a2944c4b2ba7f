import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ThinkingTags, tagsLeftOpen, thinkingTags } from "../../../contract/thinking-tags.ts";
import type { TokenId, Vocabulary } from "../../../engine/runtime/runtime.ts";
import { ReplyText } from "../../../engine/text/reply-text.ts";
import { Segmenter } from "../../../engine/text/segmenter.ts";
import { segmentsOf } from "../../../engine/text/segments.ts";
import { createScriptedVocabulary } from "../fixtures/scripted-model.ts";

/** A vocabulary in which token i + 1 is piece i; those named are control tokens, which have no text. */
function vocabularyOf(pieces: readonly string[], controls: readonly string[] = []): Vocabulary {
  const encoder = new TextEncoder();
  const texts = new Map(pieces.map((piece, index) => [index + 1, piece]));
  const control = (token: TokenId) => controls.find((name) => name === texts.get(token)) ?? null;
  return {
    ...createScriptedVocabulary(pieces.length + 1),
    controlName: control,
    bytes: (token) => encoder.encode(control(token) === null ? texts.get(token) : ""),
  };
}

function read(pieces: readonly string[], opened: ThinkingTags | null = null, controls: readonly string[] = []) {
  const vocabulary = vocabularyOf(pieces, controls);
  const segmenter = new Segmenter(vocabulary, opened);
  const reply = new ReplyText(vocabulary, []);
  const decided: number[] = [];
  for (const [index] of pieces.entries()) {
    segmenter.push(index + 1);
    reply.push(index + 1);
    let known = 0;
    while (known <= index && segmenter.isDecided(known + 1)) known += 1;
    decided.push(known);
  }
  segmenter.finish();
  reply.finish();
  const segments = segmentsOf(reply, segmenter, { thinking: 1, answer: 2 });
  const texts = segments.map(({ kind, text }) => [kind, reply.text.slice(text.start, text.end)]);
  return { segments, texts, decided, segmenter };
}

const [think] = thinkingTags;
const tagArbitrary = fc.constantFrom(...thinkingTags);
const words = fc.string({ unit: fc.constantFrom("a", "b", " ", "<", "t", "/"), maxLength: 20 });

function cut(text: string, lengths: readonly number[]): string[] {
  const pieces: string[] = [];
  for (let start = 0, index = 0; start < text.length; index++) {
    const length = lengths[index % lengths.length] ?? 1;
    pieces.push(text.slice(start, start + length));
    start += length;
  }
  return pieces;
}

describe("the thinking part of a reply", () => {
  it("is found however its text falls into tokens, and known as it comes", () => {
    fc.assert(
      fc.property(
        tagArbitrary,
        fc.boolean(),
        words,
        fc.constantFrom("", "\n", "\n\n"),
        fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 6 }),
        (tags, opened, thought, blanks, lengths) => {
          const answer = "Answer.";
          const head = `${opened ? "" : `\n${tags.open}`}\n${thought}\n${tags.close}`;
          const pieces = [...cut(head, lengths), ...cut(blanks, lengths), ...cut(answer, lengths)];
          const { texts, segments, decided } = read(pieces, opened ? tags : null);
          expect(texts).toEqual([
            ["thinking", thought.trim()],
            ["answer", answer],
          ]);
          expect(segments[0]?.tokens.end).toBe(cut(head, lengths).length + cut(blanks, lengths).length);
          expect(segments[1]?.tokens.end).toBe(pieces.length);
          // Only what may still be a tag is held back.
          for (const [index, known] of decided.entries()) {
            const read = pieces.slice(0, index + 1).join("");
            if (opened || read.trimStart().length >= tags.open.length) expect(known).toBe(index + 1);
          }
        },
      ),
    );
  });

  it("is known by control tokens, which have no text", () => {
    const pieces = ["<think>", "\n", "Hm", ".", "</think>", "\n\n", "Yes", "."];
    const { segments, texts } = read(pieces, null, ["<think>", "</think>"]);
    expect(texts).toEqual([
      ["thinking", "Hm."],
      ["answer", "Yes."],
    ]);
    expect(segments.map(({ tokens }) => tokens)).toEqual([
      { start: 0, end: 6 },
      { start: 6, end: 8 },
    ]);
    expect(segments.map(({ ms }) => ms)).toEqual([1, 2]);
  });

  it("is all there is where the tag is never closed", () => {
    const { texts, segmenter } = read(["<think>", "Hm"]);
    expect(texts).toEqual([["thinking", "Hm"]]);
    expect(segmenter.closed).toBe(false);
  });

  it("is empty where a model says that it answers without", () => {
    for (const { skip } of thinkingTags) {
      if (skip === undefined) continue;
      const pieces = [...cut(skip, [9, 4]), "Yes", "."];
      const { texts, decided } = read(pieces);
      expect(texts).toEqual([
        ["thinking", ""],
        ["answer", "Yes."],
      ]);
      expect(decided.at(-1)).toBe(pieces.length);
    }
  });

  it("is nothing where a reply does not begin with it", () => {
    for (const pieces of [["Use ", "<think>", " here", "</think>"], ["<thi", "s>"], ["<", "t"], ["a"]]) {
      const { segments, decided } = read(pieces);
      expect(segments).toEqual([]);
      expect(decided.at(-1) === pieces.length || "<think>".startsWith(pieces.join(""))).toBe(true);
    }
  });

  it("may be begun by the template", () => {
    expect(tagsLeftOpen("<|im_start|>assistant\n<think>\n")).toEqual(think);
    expect(tagsLeftOpen("<|im_start|>assistant\n<think>\n\n</think>\n\n")).toBeNull();
    expect(tagsLeftOpen("<|im_start|>assistant\n")).toBeNull();
  });
});
