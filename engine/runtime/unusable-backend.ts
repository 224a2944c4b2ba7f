import type { Gpu } from "../../contract/loading.ts";
import { messageOf, OutriderError } from "../../contract/outrider-error.ts";

const names = { cuda: "CUDA", metal: "Metal", vulkan: "Vulkan" } as const satisfies Partial<Record<Gpu, string>>;

/** No build of llama.cpp for that setting runs here. A backend that was asked for by name is a setting to be changed. */
export function unusableBackend(gpu: Gpu, cause: unknown): OutriderError {
  const options = { cause, details: messageOf(cause) };
  switch (gpu) {
    case "auto":
    case "off":
      return new OutriderError(
        "engine-failed",
        `llama.cpp does not run on this computer${gpu === "off" ? " with the GPU off" : ""}. Install Outrider again, in the package made for this system and processor.`,
        options,
      );
    default:
      return new OutriderError(
        "invalid-input",
        `llama.cpp does not run with ${names[gpu]} on this computer. Set the GPU to auto, which takes what there is, or to off.`,
        options,
      );
  }
}
