import { z } from "zod";
import { decodingSchema } from "./decoding.ts";
import { loadSettingsSchema } from "./loading.ts";
import { pairChoiceSchema } from "./models.ts";
import { MOST_PRESETS, presetSchema } from "./presets.ts";

export const themeSchema = z.enum(["auto", "light", "dark"]);
export const textSizeSchema = z.enum(["small", "normal", "large", "largest"]);

export type Theme = z.infer<typeof themeSchema>;

/** In the app the trace keeps candidates: the inspector is what people open it for. */
const appDecodingSchema = decodingSchema.extend({
  capture: decodingSchema.shape.capture.default("candidates"),
  maxTokens: decodingSchema.shape.maxTokens.default(1024),
});

/** What a window may change. The defaults are added below: a patch with defaults would reset what it leaves out. */
const parts = {
  theme: themeSchema,
  textSize: textSizeSchema,
  /** Whether replies open in token view. */
  tokenView: z.boolean(),
  pair: pairChoiceSchema.nullable(),
  load: loadSettingsSchema,
  decoding: appDecodingSchema,
  presets: z.array(presetSchema).max(MOST_PRESETS, `There is room for ${MOST_PRESETS} presets. Delete one first.`),
  systemPrompt: z.string(),
  hub: z.object({
    /** Of Hugging Face or a mirror, without a slash at its end. Unencrypted only on this computer. */
    endpoint: z
      .string()
      .regex(
        /^(https:\/\/[\w.-]+(:\d+)?|http:\/\/(localhost|127\.0\.0\.1)(:\d+)?)$/u,
        "The hub's address begins with https:// and has no path, such as https://huggingface.co.",
      )
      .default("https://huggingface.co"),
  }),
  /** Folders with GGUF files beside the bundled ones and the models folder. */
  folders: z.array(z.string()),
  /** Single GGUF files beside those folders; of a split model the first part. */
  files: z.array(z.string()),
};

/** The settings file. Every part has a default, so that an empty object is valid and old files stay so. */
export const settingsSchema = z.object({
  version: z.literal(1).default(1),
  theme: parts.theme.default("auto"),
  textSize: parts.textSize.default("normal"),
  tokenView: parts.tokenView.default(true),
  pair: parts.pair.default(null),
  load: parts.load.prefault({}),
  decoding: parts.decoding.prefault({}),
  presets: parts.presets.default([]),
  systemPrompt: parts.systemPrompt.default(""),
  folders: parts.folders.default([]),
  files: parts.files.default([]),
  hub: parts.hub.prefault({}),
  engine: z
    .object({
      /** What the engine runs in; auto = utilityProcess under Electron, a Node child elsewhere. */
      process: z.enum(["auto", "node"]).default("auto"),
    })
    .prefault({}),
});
export type Settings = z.infer<typeof settingsSchema>;

/** Top-level parts to replace; what is left out stays. */
export const settingsPatchSchema = z.object(parts).partial();
export type SettingsPatch = z.infer<typeof settingsPatchSchema>;
