import { z } from "zod";
import { samplingSchema } from "./chat-decoding.ts";

/** A name for a way of choosing tokens. Chats keep the values and not the name: one that is changed leaves them as they are. */
export const presetSchema = z.object({
  name: z.string().trim().min(1, "A preset needs a name.").max(60),
  sampling: samplingSchema,
});
export type Preset = z.infer<typeof presetSchema>;

export const MOST_PRESETS = 100;
