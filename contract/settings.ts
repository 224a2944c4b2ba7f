import { z } from "zod";
import { decodingSchema } from "./decoding.ts";
import { loadSettingsSchema } from "./loading.ts";
import { pairChoiceSchema } from "./models.ts";

export const themeSchema = z.enum(["auto", "light", "dark"]);
export type Theme = z.infer<typeof themeSchema>;

/** The settings file. Every part has a default, so that an empty object is valid and old files stay so. */
export const settingsSchema = z.object({
  version: z.literal(1).default(1),
  theme: themeSchema.default("auto"),
  /** Whether replies open in token view. */
  tokenView: z.boolean().default(true),
  pair: pairChoiceSchema.nullable().default(null),
  load: loadSettingsSchema.prefault({}),
  /** In the app the trace keeps candidates: the inspector is what people open it for. */
  decoding: decodingSchema
    .extend({
      capture: decodingSchema.shape.capture.default("candidates"),
      maxTokens: decodingSchema.shape.maxTokens.default(1024),
    })
    .prefault({}),
  systemPrompt: z.string().default(""),
  /** Folders with GGUF files beside the bundled ones and the models folder. */
  folders: z.array(z.string()).default([]),
  engine: z
    .object({
      /** What the engine runs in; auto = utilityProcess under Electron, a Node child elsewhere. */
      process: z.enum(["auto", "node"]).default("auto"),
    })
    .prefault({}),
});
export type Settings = z.infer<typeof settingsSchema>;

/** Top-level parts to replace; what is left out stays. */
export const settingsPatchSchema = settingsSchema.omit({ version: true, engine: true }).partial();
export type SettingsPatch = z.infer<typeof settingsPatchSchema>;
