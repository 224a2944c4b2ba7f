import { expect, it } from "vitest";
import { openLlamaRuntime } from "../../../engine/runtime/llama-runtime.ts";

it("a backend that this computer cannot have is a setting to be changed, said in a sentence", async () => {
  const [gpu, name] = process.platform === "darwin" ? (["cuda", "CUDA"] as const) : (["metal", "Metal"] as const);
  await expect(openLlamaRuntime(gpu, () => undefined)).rejects.toMatchObject({
    kind: "invalid-input",
    message: `llama.cpp does not run with ${name} on this computer. Set the GPU to auto, which takes what there is, or to off.`,
  });
});
