import { expect, it } from "vitest";
import { renderHeader } from "../../../cli/models/inspect.ts";
import type { ModelHeader } from "../../../contract/loading.ts";

const header: ModelHeader = {
  name: "Small\u001b[2J",
  architecture: "llama",
  quantization: "Q4_1",
  parameters: 134_515_008,
  layers: 30,
  trainedContext: 8192,
  tokenizer: "gpt2",
  vocabularySize: 49_152,
  hasChatTemplate: true,
  tuning: "instruct",
  license: "apache-2.0",
  fileBytes: 98_362_432,
};

it("says what a header holds in words and units", () => {
  expect(renderHeader(header).split("\n")).toEqual([
    "name             Small<U+001B>[2J",
    "architecture     llama, 30 layers",
    "weights          Q4_1, 135M parameters",
    "trained context  8,192 tokens",
    "vocabulary       49,152 tokens (gpt2)",
    "chat template    yes",
    "made for         answers (instruct)",
    "licence          apache-2.0",
    "file             98.4 MB",
    "",
  ]);
});

it("says what a header does not say", () => {
  const bare = {
    ...header,
    name: null,
    quantization: null,
    license: null,
    hasChatTemplate: false,
    tuning: "base",
  } as const;
  const lines = renderHeader(bare).split("\n");
  expect(lines).toContain("name             not said");
  expect(lines).toContain("weights          of mixed or unknown type, 135M parameters");
  expect(lines).toContain("chat template    no");
  expect(lines).toContain("made for         going on with a text (base)");
  expect(lines).toContain("licence          not said");
});
