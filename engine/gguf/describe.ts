import type { ModelHeader } from "../../contract/loading.ts";
import type { OutriderError } from "../../contract/outrider-error.ts";
import { type GgufHeader, numberOf, textOf } from "./gguf-header.ts";
import { quantizationName } from "./quantization-names.ts";
import { unreadable } from "./unreadable.ts";

/**
 * What people want to know of a model before they load it.
 *
 * @throws OutriderError model-unreadable where the file is sound but holds something else than a language model
 */
export function describe(header: GgufHeader): ModelHeader {
  refuseOtherContents(header);
  const { fileName, tokenizer, tokens, parameters } = header;
  const architecture = textOf(header, "general.architecture");
  const layers = numberOf(header, `${architecture}.block_count`);
  const trainedContext = numberOf(header, `${architecture}.context_length`);
  if (architecture === null || !isCount(layers) || !isCount(trainedContext)) {
    throw incomplete(fileName, "does not say what it holds: its architecture, layers or context length is missing");
  }
  if (tokens.length === 0) {
    throw incomplete(fileName, "has no vocabulary, so it cannot write text");
  }
  if (parameters === 0) {
    throw incomplete(fileName, "has no weights");
  }
  const fileType = numberOf(header, "general.file_type");
  return {
    name: textOf(header, "general.name") || null,
    architecture,
    quantization: fileType === null ? null : quantizationName(fileType),
    parameters,
    layers,
    trainedContext,
    tokenizer,
    vocabularySize: tokens.length,
    hasChatTemplate: header.chatTemplate !== null,
    tuning: tuningOf(header),
    license: textOf(header, "general.license") || null,
    fileBytes: header.fileBytes,
  };
}

/**
 * By `general.finetune` where the converter found it out, else by the model's name, else by its chat template: base models
 * of some families carry one as well.
 */
function tuningOf(header: GgufHeader): ModelHeader["tuning"] {
  const said = [textOf(header, "general.finetune"), textOf(header, "general.name"), header.fileName].join(" ");
  if (/\b(instruct|chat|it|rlhf|dpo)\b/iu.test(said.replaceAll("_", "-"))) return "instruct";
  if (/\bbase\b/iu.test(said)) return "base";
  return header.chatTemplate === null ? "base" : "instruct";
}

function incomplete(fileName: string, fault: string): OutriderError {
  return unreadable(fileName, fault, "Download a file of the model that llama.cpp can load.");
}

function refuseOtherContents(header: GgufHeader): void {
  const parts = numberOf(header, "split.count") ?? 0;
  const part = (numberOf(header, "split.no") ?? 0) + 1;
  if (parts > 1 && part > 1) {
    throw unreadable(
      header.fileName,
      `is part ${part} of a model in ${parts} parts`,
      "Choose the first part; it finds the others beside it.",
    );
  }
  const contents =
    otherContents.get(textOf(header, "general.type") ?? "") ??
    otherContents.get(textOf(header, "general.architecture") ?? "");
  if (contents !== undefined) {
    throw unreadable(header.fileName, `holds ${contents}, not a language model`, "Choose the model it belongs to.");
  }
}

/** By `general.type` or `general.architecture`. */
const otherContents: ReadonlyMap<string, string> = new Map([
  ["adapter", "an adapter (LoRA)"],
  ["imatrix", "statistics for quantizing a model"],
  ["mmproj", "the image part of a model"],
  ["clip", "the image part of a model"],
]);

function isCount(value: number | null): value is number {
  return value !== null && Number.isSafeInteger(value) && value > 0;
}
