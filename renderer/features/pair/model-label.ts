import { formatParameters } from "../../../contract/format-parameters.ts";
import type { ModelEntry } from "../../../contract/models.ts";
import { formatBytes } from "../../ui/format.ts";

export interface ModelLabel {
  readonly name: string;
  /** Such as `Q4_1`; empty where the header does not say. */
  readonly quantization: string;
  /** Such as `135M · 98 MB`. */
  readonly size: string;
}

export function modelLabel(model: ModelEntry): ModelLabel {
  const { header } = model;
  const parameters = header === null || header.parameters === 0 ? [] : [formatParameters(header.parameters)];
  return {
    name: model.name,
    quantization: header?.quantization ?? "",
    size: [...parameters, formatBytes(model.fileBytes)].join(" · "),
  };
}
