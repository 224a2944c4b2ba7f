import { z } from "zod";
import { errorRecordSchema } from "./outrider-error.ts";

/** A repository on a Hugging Face hub, such as `Qwen/Qwen2.5-0.5B-Instruct-GGUF`. */
export const repositoryNameSchema = z
  .string()
  .max(200)
  .regex(/^[\w][\w.-]*\/[\w][\w.-]*$/u);

/** A model that a repository offers: a GGUF file, or the parts of a split one. */
export const remoteModelSchema = z.object({
  /** The path in the repository, of the first part where there are several. */
  file: z.string().max(1000),
  /** Of all parts. */
  bytes: z.number(),
  parts: z.int(),
  /** Such as `Q4_K_M`, by the file's name; null where that does not say. */
  quantization: z.string().nullable(),
});
export type RemoteModel = z.infer<typeof remoteModelSchema>;

/** What a repository says of itself and holds. */
export const repositorySchema = z.object({
  repository: repositoryNameSchema,
  /** The commit that was looked at: what is downloaded is what was shown. */
  revision: z.string().max(200),
  /** Such as `apache-2.0`; null where the repository does not say. */
  license: z.string().nullable(),
  models: z.array(remoteModelSchema),
  /** The file that the address named; null: it named the whole repository. */
  named: z.string().nullable(),
});
export type Repository = z.infer<typeof repositorySchema>;

export const downloadWishSchema = z.object({
  repository: repositoryNameSchema,
  revision: z
    .string()
    .min(1)
    .max(200)
    .regex(/^[\w][\w./-]*$/u),
  file: z.string().min(1).max(1000),
});
export type DownloadWish = z.infer<typeof downloadWishSchema>;

export const downloadIdSchema = z.string().regex(/^[0-9a-f]{16}$/u);
export type DownloadId = z.infer<typeof downloadIdSchema>;

export const downloadStateSchema = z.discriminatedUnion("status", [
  z.object({
    status: z.literal("running"),
    /** Over the last seconds; null: too early to say. */
    bytesPerSecond: z.number().nullable(),
    secondsLeft: z.number().nullable(),
  }),
  /** All bytes are there: their header is read before any native code may see them. */
  z.object({ status: z.literal("checking") }),
  z.object({ status: z.literal("paused") }),
  z.object({ status: z.literal("failed"), error: errorRecordSchema }),
  z.object({ status: z.literal("done") }),
]);
export type DownloadState = z.infer<typeof downloadStateSchema>;

export const downloadSchema = z.object({
  id: downloadIdSchema,
  repository: z.string(),
  file: z.string(),
  bytes: z.number(),
  totalBytes: z.number(),
  state: downloadStateSchema,
});
export type Download = z.infer<typeof downloadSchema>;

/** A target and a draft that are known to go together. Files, sizes and licences are the hub's to say. */
export const suggestedPairSchema = z.object({
  family: z.string(),
  title: z.string(),
  target: repositoryNameSchema,
  draft: repositoryNameSchema,
  /** Whether somebody has run this very pair in Outrider. */
  tried: z.boolean(),
});
export type SuggestedPair = z.infer<typeof suggestedPairSchema>;

export const folderListingSchema = z.object({
  path: z.string(),
  /** Null at the root. */
  parent: z.string().nullable(),
  folders: z.array(z.object({ name: z.string(), path: z.string() })),
  /** GGUF files lying right there, split ones once. */
  models: z.array(z.object({ name: z.string(), path: z.string() })),
});
export type FolderListing = z.infer<typeof folderListingSchema>;
