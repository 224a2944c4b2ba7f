/** What is planned beside what llama.cpp itself says it allocates, in its own log. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { FlashAttention, KvType } from "../../../contract/loading.ts";
import { readHeader } from "../../../engine/gguf/read-header.ts";
import { withRepackedWeights } from "../../../engine/loading/repacked-weights.ts";
import { openLlamaRuntime } from "../../../engine/runtime/llama-runtime.ts";
import type { Runtime } from "../../../engine/runtime/runtime.ts";
import { bundledDraft, bundledTarget } from "../fixtures/bundled-pair.ts";

const TOLERANCE = 0.15;

let runtime: Runtime;
let log = "";
beforeAll(async () => {
  runtime = await openLlamaRuntime("off", (_level, text) => {
    log += `${text}\n`;
  });
});
afterAll(() => runtime.dispose());

const bufferKinds = ["KV", "compute", "model", "output"];
/** The library drops lines of a log that comes fast; a load that lacks one is made again. */
const LOADS = 5;

/** Bytes of all buffers that a load allocated for weights, cache and calculations, by what llama.cpp says. */
async function reportedBytes(load: () => Promise<void>): Promise<number> {
  for (let attempt = 0; attempt < LOADS; attempt++) {
    log = "";
    await load();
    const buffers = [...log.matchAll(/(model|KV|output|compute) buffer size\s*=\s*([\d.]+) MiB/gu)];
    const kinds = new Set(buffers.map(([, kind]) => kind));
    if (bufferKinds.every((kind) => kinds.has(kind))) {
      return buffers.reduce((sum, [, , size]) => sum + Number(size) * 2 ** 20, 0);
    }
  }
  throw new Error(`llama.cpp did not say the sizes of ${bufferKinds.join(", ")} in any of ${LOADS} loads:\n${log}`);
}

const settings: readonly (readonly [KvType, FlashAttention, number])[] = [
  ["f16", "auto", 2048],
  ["q8_0", "on", 4096],
  ["f32", "off", 1024],
];

test.each(
  [bundledTarget, bundledDraft].flatMap((path) =>
    settings.map(([kvType, flashAttention, contextSize]) => ({ path, kvType, flashAttention, contextSize })),
  ),
)(
  "$path, KV $kvType, flash attention $flashAttention, context $contextSize",
  async ({ path, kvType, flashAttention, contextSize }) => {
    const header = await readHeader(path);
    const estimator = withRepackedWeights(await runtime.estimator({ path, kvType, flashAttention }), header);
    const { weights, context } = await estimator.need(0, contextSize);
    const reported = await reportedBytes(async () => {
      const model = await runtime.load({
        path,
        tokenTexts: header.tokens,
        tokenizer: header.tokenizer,
        preTokenizer: "",
        gpuLayers: 0,
        contextSize,
        threads: 1,
        kvType,
        flashAttention,
        canShift: false,
        onProgress: () => {},
        signal: new AbortController().signal,
      });
      await model.dispose();
    });
    const planned = weights.ram + context.ram;
    expect(Math.abs(planned - reported) / reported).toBeLessThan(TOLERANCE);
  },
);
