import { type Sampling, samplingSchema } from "../../../contract/chat-decoding.ts";
import type { Decoding } from "../../../contract/decoding.ts";
import type { Preset } from "../../../contract/presets.ts";
import { strings } from "../../strings.ts";

/** A preset of the list: the user's own has every value, a built-in one leaves what it says nothing about as it is. */
export interface ListedPreset {
  readonly name: string;
  readonly values: Partial<Sampling>;
  readonly own: boolean;
}

const builtIn: readonly ListedPreset[] = [
  { name: strings.presets.greedy, values: { temperature: 0, repeatPenalty: 1 }, own: false },
  {
    // llama.cpp's own defaults (common_params_sampling).
    name: strings.presets.balanced,
    values: { temperature: 0.8, topK: 40, topP: 0.95, minP: 0.05, repeatPenalty: 1 },
    own: false,
  },
];

/** The built-in ones, then the user's by name. */
export function listPresets(own: readonly Preset[]): readonly ListedPreset[] {
  const named = own.map(({ name, sampling }) => ({ name, values: sampling, own: true }));
  return [...builtIn, ...named.toSorted((left, right) => left.name.localeCompare(right.name))];
}

/** The preset whose values are in force, the user's own first; null: none. */
export function presetInForce(decoding: Decoding, presets: readonly ListedPreset[]): ListedPreset | null {
  const matches = presets.filter(({ values }) => holds(values, decoding));
  return matches.find(({ own }) => own) ?? matches[0] ?? null;
}

function holds(values: Partial<Sampling>, decoding: Decoding): boolean {
  return samplingSchema
    .keyof()
    .options.every((key) => values[key] === undefined || JSON.stringify(values[key]) === JSON.stringify(decoding[key]));
}

/** With these values under that name, in place of those that had it. */
export function withPreset(own: readonly Preset[], name: string, decoding: Decoding): Preset[] {
  return [...withoutPreset(own, name), { name, sampling: samplingSchema.parse(decoding) }];
}

/** Another preset of the new name is replaced. */
export function renamePreset(own: readonly Preset[], from: string, to: string): Preset[] {
  const rest = own.filter(({ name }) => name === from || name !== to);
  return rest.map((preset) => (preset.name === from ? { ...preset, name: to } : preset));
}

export function withoutPreset(own: readonly Preset[], name: string): Preset[] {
  return own.filter((preset) => preset.name !== name);
}

export type NameProblem = "empty" | "built-in";

/** Null: the name may be used. */
export function nameProblem(name: string): NameProblem | null {
  if (name.trim() === "") return "empty";
  return builtIn.some((preset) => preset.name === name.trim()) ? "built-in" : null;
}
