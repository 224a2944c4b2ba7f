/** What the host hands to a window to be saved by the user. */
import { z } from "zod";

export const exportedFileSchema = z.object({ fileName: z.string(), mediaType: z.string(), text: z.string() });
export type ExportedFile = z.infer<typeof exportedFileSchema>;
