import { describe, expect, it } from "vitest";
import { readableName } from "../../../host/models/readable-name.ts";

const shownAs = (name: string | null, architecture = "llama"): string => readableName({ name, architecture }, stem);
const stem = "qwen2.5-0.5b-instruct-q4_k_m";

describe("the name a model is shown by", () => {
  it.each([
    ["Qwen2.5 0.5B Instruct", "Qwen2.5 0.5B Instruct"],
    ["  Llama 3.2\n1B  Instruct ", "Llama 3.2 1B Instruct"],
    ["meta-llama/Llama-3.2-1B", "Llama-3.2-1B"],
    ["/mnt/disk/train/Llama-3.2-1B/", "Llama-3.2-1B"],
    ["C:\\models\\phi-3", "phi-3"],
    ["\u5343\u95ee 7B", "\u5343\u95ee 7B"],
    ["Grand\u202emodel", "Grand model"],
  ])("is what the file says: %j", (general, shown) => {
    expect(shownAs(general)).toBe(shown);
  });

  it.each([
    null,
    "",
    " \t",
    ".",
    "..",
    "/",
    "-",
    "7",
    "model",
    "Models",
    "LLaMA v2",
    "llama",
    "hf",
    "tmp",
    "workspace",
    "Checkpoint 1500",
    "checkpoint-1500",
    "ggml-model-f16",
    "snapshots",
    "7ae557604adf67be50417f59c2c2f167def9a775",
    "C:\\",
  ])("is the file's where the file says nothing: %j", (general) => {
    expect(shownAs(general)).toBe(stem);
  });

  it("is the file's where the file only says what kind it is, or cannot be read", () => {
    expect(shownAs("Qwen2", "qwen2")).toBe(stem);
    expect(readableName(null, stem)).toBe(stem);
  });

  it("is cut where it is a whole text", () => {
    const shown = shownAs(`Model ${"of many words ".repeat(100)}`);
    expect([...shown].length).toBeLessThanOrEqual(80);
    expect(shown.endsWith("…")).toBe(true);
  });
});
