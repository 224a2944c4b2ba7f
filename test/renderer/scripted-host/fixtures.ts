import type { LoadedModel, LoadedPair, ModelHeader } from "../../../contract/loading.ts";
import type { ModelEntry } from "../../../contract/models.ts";
import { type Settings, settingsSchema } from "../../../contract/settings.ts";

const header = (part: Partial<ModelHeader>): ModelHeader => ({
  name: "SmolLM2 135M Instruct",
  architecture: "llama",
  quantization: "Q4_1",
  parameters: 134_515_008,
  layers: 30,
  trainedContext: 8192,
  tokenizer: "gpt2",
  vocabularySize: 49_152,
  hasChatTemplate: true,
  tuning: "instruct",
  license: "apache-2.0",
  fileBytes: 98_362_432,
  ...part,
});

const target: ModelEntry = {
  id: "smollm2-135m-instruct-q4_1",
  name: "SmolLM2 135M Instruct",
  location: "native-models/smollm2-135m-instruct-q4_1.gguf",
  origin: "bundled",
  fileBytes: 98_362_432,
  license: "apache-2.0",
  sha256: null,
  header: header({}),
  problem: null,
};

const draft: ModelEntry = {
  id: "smollm2-135m-instruct-draft-4l-q8_0",
  name: "SmolLM2 135M draft 4L",
  location: "native-models/smollm2-135m-instruct-draft-4l-q8_0.gguf",
  origin: "bundled",
  fileBytes: 32_758_144,
  license: "apache-2.0",
  sha256: null,
  header: header({
    name: "SmolLM2 135M draft 4L",
    quantization: "Q8_0",
    parameters: 43_000_000,
    layers: 4,
    trainedContext: 2048,
    fileBytes: 32_758_144,
  }),
  problem: null,
};

const stranger: ModelEntry = {
  id: "qwen2.5-0.5b-instruct-q8_0-1a2b3c4d",
  name: "Qwen2.5 0.5B Instruct",
  location: "/home/ada/models/qwen2.5-0.5b-instruct-q8_0.gguf",
  origin: "folder",
  fileBytes: 531_068_480,
  license: "apache-2.0",
  sha256: null,
  header: header({
    name: "Qwen2.5 0.5B Instruct",
    architecture: "qwen2",
    quantization: "Q8_0",
    parameters: 494_032_768,
    layers: 24,
    trainedContext: 32_768,
    vocabularySize: 151_936,
    fileBytes: 531_068_480,
  }),
  problem: null,
};

const broken: ModelEntry = {
  id: "holiday-photos-9f8e7d6c",
  name: "holiday-photos",
  location: "/home/ada/models/holiday-photos.gguf",
  origin: "folder",
  fileBytes: 41_233,
  license: null,
  sha256: null,
  header: null,
  problem: {
    kind: "model-unreadable",
    message:
      "holiday-photos.gguf is no GGUF file: it begins with “PK”. Remove it from the folder, or put the right file there.",
  },
};

export const models = { target, draft, stranger, broken } as const;

export function loadedModel(entry: ModelEntry, part: Partial<LoadedModel> = {}): LoadedModel {
  return {
    path: entry.location,
    name: entry.name,
    architecture: entry.header?.architecture ?? "llama",
    parameters: entry.header?.parameters ?? null,
    layers: entry.header?.layers ?? 0,
    gpuLayers: 0,
    vocabularySize: entry.header?.vocabularySize ?? 0,
    trainedContext: entry.header?.trainedContext ?? 0,
    contextSize: 4096,
    hasChatTemplate: true,
    weightBytes: entry.fileBytes,
    contextBytes: 92_000_000,
    ...part,
  };
}

export function loadedPair(withDraft = true): LoadedPair {
  return {
    target: loadedModel(target),
    draft: withDraft ? loadedModel(draft, { contextSize: 2048, contextBytes: 14_000_000 }) : null,
    draftProblem: null,
    backend: "cpu",
    threads: 2,
    kvType: "f16",
    flashAttention: true,
    loadMs: 420,
  };
}

export function defaultSettings(part: Partial<Settings> = {}): Settings {
  return { ...settingsSchema.parse({}), pair: { targetId: target.id, draftId: draft.id }, ...part };
}

export const gravity =
  "Gravity is the force that pulls objects toward each other. The more mass an object has, the stronger its pull. The Earth is very massive, so it pulls everything near its surface toward its center.\n\nThat is why a ball you throw into the air always comes back down, and why the Moon keeps circling our planet instead of drifting away. 🌍\n";

export const listing =
  "Here is how to average a column:\n\n1. Read the file.\n2. Split each line at the comma.\n3. Add up the numbers.\n\n```python\nimport csv\n\ndef mean(path, column):\n    with open(path) as file:\n        rows = list(csv.DictReader(file))\n    return sum(float(row[column]) for row in rows) / len(rows)\n```\n\n| column | mean |\n| --- | --- |\n| width | 3.2 |\n| height | 7.9 |\n\nSee the [documentation](https://docs.python.org/3/library/csv.html) for **dialects**. ![a chart](https://example.org/chart.png)\n";
