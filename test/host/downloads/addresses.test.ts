import { describe, expect, it } from "vitest";
import { readContentRange } from "../../../host/downloads/content-range.ts";
import { DEFAULT_ENDPOINT, parseHubAddress } from "../../../host/downloads/hub-address.ts";
import { quantizationOfFile } from "../../../host/downloads/quantization-of-file.ts";
import { decideRedirect } from "../../../host/downloads/redirects.ts";
import { SpeedMeter } from "../../../host/downloads/speed-meter.ts";

describe("parseHubAddress", () => {
  const repository = "Qwen/Qwen2.5-0.5B-Instruct-GGUF";
  it.each([
    [repository, null, null],
    [` https://huggingface.co/${repository} `, null, null],
    [`hf.co/${repository}`, null, null],
    [`https://huggingface.co/${repository}/tree/main`, "main", null],
    [`https://huggingface.co/${repository}/blob/main/sub/a-q8_0.gguf`, "main", "sub/a-q8_0.gguf"],
    [`https://huggingface.co/${repository}/resolve/abc/a.gguf?download=true`, "abc", "a.gguf"],
    [`${repository}/a.gguf`, null, "a.gguf"],
    [`https://mirror.example/${repository}`, null, null],
  ])("%s", (text, revision, file) => {
    expect(parseHubAddress(text, "https://mirror.example")).toEqual({ repository, revision, file });
  });

  it.each([
    "",
    "model",
    "https://example.com/a/b",
    "file:///etc/passwd",
    "../../secrets",
    "a/../b",
    "a/b/c/d",
    "a b/c",
  ])("%j is refused", (text) => {
    expect(() => parseHubAddress(text, DEFAULT_ENDPOINT)).toThrow("is no address of a model");
  });
});

describe("decideRedirect", () => {
  const endpoint = new URL(DEFAULT_ENDPOINT);
  it.each([
    ["https://huggingface.co/a", { follow: true, withToken: true }],
    ["https://cdn-lfs.huggingface.co/a", { follow: true, withToken: false }],
    ["https://cas-bridge.xethub.hf.co/a", { follow: true, withToken: false }],
    ["http://huggingface.co/a", { follow: false }],
    ["http://cdn-lfs.huggingface.co/a", { follow: false }],
    ["https://nothuggingface.co/a", { follow: false }],
    ["https://huggingface.co.example.com/a", { follow: false }],
    ["https://127.0.0.1/a", { follow: false }],
    ["file:///etc/passwd", { follow: false }],
  ])("%s", (to, decision) => {
    expect(decideRedirect(new URL(to), endpoint)).toMatchObject(decision);
  });
});

it("readContentRange takes nothing that is not whole", () => {
  expect(readContentRange("bytes 5-9/10")).toEqual({ start: 5, end: 9, total: 10 });
  for (const header of [null, "", "bytes 5-9/*", "bytes */10", "items 5-9/10"])
    expect(readContentRange(header)).toBeNull();
});

it.each([
  ["qwen2.5-coder-0.5b-instruct-q4_k_m", "Q4_K_M"],
  ["Llama-3.2-1B-Instruct.IQ4_XS", "IQ4_XS"],
  ["gemma-2-2b-it-fp16", "F16"],
  ["model-BF16", "BF16"],
  ["model-q8", "Q8"],
  ["SmolLM2-135M-Instruct", null],
])("the quantisation of %s", (stem, quantization) => {
  expect(quantizationOfFile(stem)).toBe(quantization);
});

describe("SpeedMeter", () => {
  it("says nothing before it knows, then the speed of the last seconds", () => {
    const meter = new SpeedMeter();
    meter.add(0, 0);
    meter.add(100, 1000);
    expect(meter.bytesPerSecond()).toBeNull();
    for (let second = 1; second <= 20; second++) meter.add(second * 1000, second * 5_000_000);
    expect(meter.bytesPerSecond()).toBe(5_000_000);
  });

  it("begins anew with a file that does", () => {
    const meter = new SpeedMeter();
    meter.add(0, 1000);
    meter.add(1000, 0);
    expect(meter.bytesPerSecond()).toBeNull();
  });
});
