import type { ModelEntry } from "../../../contract/models.ts";
import { modelLabel } from "./model-label.ts";

export function ModelName({ model }: { readonly model: ModelEntry }) {
  const { name, quantization } = modelLabel(model);
  return quantization === "" ? name : `${name} · ${quantization}`;
}
