import { expect, it } from "vitest";
import { parseGgufName } from "../../../host/models/split-name.ts";

it.each([
  ["model.gguf", { stem: "model", part: 1, parts: 1 }],
  ["Model.GGUF", { stem: "Model", part: 1, parts: 1 }],
  ["big-q4-00002-of-00003.gguf", { stem: "big-q4", part: 2, parts: 3 }],
  ["big-2-of-3.gguf", { stem: "big-2-of-3", part: 1, parts: 1 }],
  [".gguf", null],
  ["model.gguf.part", null],
  ["readme.md", null],
])("takes %s apart", (name, expected) => {
  expect(parseGgufName(name)).toEqual(expected);
});
