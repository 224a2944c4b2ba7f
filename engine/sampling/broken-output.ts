import { OutriderError } from "../../contract/outrider-error.ts";

/** A model whose logits are not numbers, or rule out every token. */
export function brokenOutput(): OutriderError {
  return new OutriderError(
    "engine-failed",
    "The model gave no usable probabilities for the next token. Its file may be damaged, or the GPU driver may be at fault: check the file, or load the model with the GPU off.",
  );
}
