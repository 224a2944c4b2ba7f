/**
 * Everything a window may ask of the host, one schema pair per call. Preload bridge, web client, host handlers and test
 * double are all derived from this table.
 */
import { z } from "zod";
import { chatDecodingPatchSchema } from "./chat-decoding.ts";
import { CHAT_FILE_LIMIT, chatExportFormatSchema } from "./chat-file.ts";
import {
  chatIdSchema,
  chatSchema,
  conversationSchema,
  messageIdSchema,
  messageSchema,
  searchHitSchema,
  traceSchema,
} from "./chats.ts";
import { kChoiceSchema } from "./decoding.ts";
import {
  downloadIdSchema,
  downloadSchema,
  downloadWishSchema,
  folderListingSchema,
  repositorySchema,
  suggestedPairSchema,
} from "./downloads.ts";
import { exportedFileSchema } from "./exported-file.ts";
import { memoryForecastSchema, pairFitSchema } from "./loading.ts";
import { engineStatusSchema, modelEntrySchema, modelIdSchema, pairChoiceSchema, pairStatusSchema } from "./models.ts";
import { settingsPatchSchema, settingsSchema } from "./settings.ts";
import { TRACE_FILE_LIMIT, traceExportFormatSchema } from "./trace-file.ts";

const pathSchema = z.string().max(4096);
const nothing = z.object({});
const done = z.null();
/** What came of the shell's own dialog for folders or files with models. */
const pickedModelsSchema = z.discriminatedUnion("outcome", [
  /** The shell has none: the page offers its own list. */
  z.object({ outcome: z.literal("no-dialog") }),
  z.object({ outcome: z.literal("called-off") }),
  /** The models that are reached through what was picked; none where there is none in it. */
  z.object({ outcome: z.literal("added"), models: z.array(modelIdSchema) }),
]);
const tokenSourceSchema = z.object({ source: z.enum(["none", "kept", "environment"]) });

export const calls = {
  /** What a window needs to draw its first frame. */
  "app.state": {
    input: nothing,
    output: z.object({
      version: z.string(),
      shell: z.enum(["electron", "web"]),
      /** Node's names: darwin, linux, win32. */
      platform: z.string(),
      settings: settingsSchema,
      engine: engineStatusSchema,
      pair: pairStatusSchema,
      models: z.array(modelEntrySchema),
      downloads: z.array(downloadSchema),
      chats: z.array(chatSchema),
      /** For display: where chats and settings are kept, where models are looked for, and the user's own folder. */
      folders: z.object({ data: z.string(), models: z.array(z.string()), home: z.string() }),
      /** What the user should know about this start, such as a damaged file that was moved aside; whole sentences. */
      notices: z.array(z.string()),
    }),
  },
  "settings.update": { input: z.object({ patch: settingsPatchSchema }), output: settingsSchema },
  /** Looks through the model folders again. */
  "models.refresh": { input: nothing, output: z.array(modelEntrySchema) },
  /**
   * Adds folders and GGUF files by their paths, as typed, picked or dropped; they are never copied. All or, refused with a
   * reason, none of them. Answers the models that are reached through them.
   */
  "models.add": { input: z.object({ paths: z.array(pathSchema).min(1).max(1000) }), output: z.array(modelIdSchema) },
  /** For each model whether it could draft for this target. Models that cannot be read are left out. */
  "models.fits": { input: z.object({ targetId: modelIdSchema }), output: z.record(modelIdSchema, pairFitSchema) },
  /** c of each draft that was measured beside this target on this computer; see the vocabulary of costs. */
  "models.costs": { input: z.object({ targetId: modelIdSchema }), output: z.record(modelIdSchema, z.number()) },
  /** Where the weights, caches and compute buffers of a pair would lie, by the load settings of now; loads nothing. */
  "models.memory": { input: z.object({ choice: pairChoiceSchema }), output: memoryForecastSchema },
  /** Pairs that are known to go together, to be downloaded. */
  "catalog.read": { input: nothing, output: z.array(suggestedPairSchema) },
  /** What the repository at a pasted address offers. */
  "hub.look": { input: z.object({ address: z.string().max(2048) }), output: repositorySchema },
  /** Where the access token comes from that the hub is asked with. No window gets the token itself. */
  "hub.token": { input: nothing, output: tokenSourceSchema },
  /** Keeps a token, or deletes the one that was kept. */
  "hub.set-token": {
    input: z.object({
      token: z.string().trim().min(1).max(500).regex(/^\S+$/u, "A token has no blanks in it.").nullable(),
    }),
    output: tokenSourceSchema,
  },
  /** Begins a download, or goes on with the one of the same file. Progress comes as events. */
  "downloads.start": { input: downloadWishSchema, output: downloadSchema },
  "downloads.pause": { input: z.object({ id: downloadIdSchema }), output: downloadSchema },
  "downloads.resume": { input: z.object({ id: downloadIdSchema }), output: downloadSchema },
  /** Ends a download and deletes what is there of it; one that is done only leaves the list. */
  "downloads.remove": { input: z.object({ id: downloadIdSchema }), output: done },
  /** The folders and models in a folder of the host's computer: a page gets no paths from its own dialogs. Null: the user's own. */
  "folders.browse": { input: z.object({ path: pathSchema.nullable() }), output: folderListingSchema },
  /** Adds the model folder that the user picks in the system's own dialog, if any. */
  "folders.choose": { input: nothing, output: pickedModelsSchema },
  /** The same for GGUF files. */
  "files.choose": { input: nothing, output: pickedModelsSchema },
  /** Folders of other applications that hold models and are not looked through yet. */
  "folders.suggest": { input: nothing, output: z.array(z.object({ name: z.string(), path: z.string() })) },
  /**
   * Chooses and loads a pair; answers once it is loaded or has failed. Progress comes as events. The chat it is chosen in,
   * where there is one, keeps the choice.
   */
  "pair.select": {
    input: z.object({ choice: pairChoiceSchema, chatId: chatIdSchema.optional() }),
    output: pairStatusSchema,
  },
  /** Lets go of the pair in memory, or gives up its load; a running reply is waited for. The next reply loads it again. */
  "pair.unload": { input: nothing, output: pairStatusSchema },
  "engine.restart": { input: nothing, output: engineStatusSchema },
  "chats.open": { input: z.object({ chatId: chatIdSchema }), output: conversationSchema },
  "chats.rename": {
    input: z.object({
      chatId: chatIdSchema,
      title: z.string().trim().min(1, "A title needs at least one letter.").max(200),
    }),
    output: chatSchema,
  },
  /** A whole chat as a file; what of its replies is still being written goes without its rounds. */
  "chats.export": {
    input: z.object({ chatId: chatIdSchema, format: chatExportFormatSchema }),
    output: exportedFileSchema,
  },
  /** Puts an exported chat (JSON or Markdown) beside those that are there; refused with a reason where it is not in order. */
  "chats.import": {
    input: z.object({
      text: z.string().max(CHAT_FILE_LIMIT, `A chat of more than ${CHAT_FILE_LIMIT / 1_000_000} MB is not taken in.`),
    }),
    output: z.object({ chat: chatSchema }),
  },
  /** Counts from the next message on. */
  "chats.set-system-prompt": {
    input: z.object({ chatId: chatIdSchema, systemPrompt: z.string().max(100_000) }),
    output: chatSchema,
  },
  /** From the next message of this chat on; new chats begin with it too. */
  "chats.set-decoding": {
    input: z.object({ chatId: chatIdSchema, patch: chatDecodingPatchSchema }),
    output: chatSchema,
  },
  "chats.pin": { input: z.object({ chatId: chatIdSchema, pinned: z.boolean() }), output: chatSchema },
  /** Its replies are stopped. It can be brought back for a minute; after that, or with the next start, it is gone. */
  "chats.remove": { input: z.object({ chatId: chatIdSchema }), output: done },
  "chats.restore": { input: z.object({ chatId: chatIdSchema }), output: chatSchema },
  /** In the titles and messages of all chats, the best places first. */
  "chats.search": { input: z.object({ query: z.string().max(200) }), output: z.array(searchHitSchema) },
  /**
   * Adds a user message (to a new chat where chatId is null) and starts the reply, loading the pair when needed.
   * Decoding settings are those of the chat at that moment, of a new chat those used last. It follows the branch that is
   * shown, or, where `parentId` is given, that message: an edited question beside the older one (null: a first message).
   */
  "chats.send": {
    input: z.object({
      chatId: chatIdSchema.nullable(),
      parentId: messageIdSchema.nullable().optional(),
      text: z
        .string()
        .trim()
        .min(1, "The message is empty. Write something first.")
        .max(2_000_000, "The message is longer than 2 million characters. Attach less."),
    }),
    output: z.object({ chat: chatSchema, message: messageSchema, reply: messageSchema }),
  },
  /** Answers the last user message of the chat again, in place of a reply that failed or was stopped. */
  "chats.retry": {
    input: z.object({ chatId: chatIdSchema }),
    output: z.object({ chat: chatSchema, removed: z.array(messageIdSchema), reply: messageSchema }),
  },
  /**
   * Takes a reply out of the line that has not been begun and that nothing follows, and the question with it where it has
   * no other reply; answers what was asked, or null where the question stays.
   */
  "chats.take-back": {
    input: z.object({ messageId: messageIdSchema }),
    output: z.object({ chat: chatSchema, removed: z.array(messageIdSchema), text: z.string().nullable() }),
  },
  /** Answers the question of this reply once more, beside it, and shows the new reply. */
  "chats.regenerate": {
    input: z.object({ messageId: messageIdSchema }),
    output: z.object({ chat: chatSchema, reply: messageSchema }),
  },
  /**
   * Goes on with a reply that was cut or stopped, after its own tokens; by the settings of now. The message is replaced
   * by one that begins with all it had.
   */
  "chats.continue": {
    input: z.object({ messageId: messageIdSchema }),
    output: z.object({ chat: chatSchema, removed: z.array(messageIdSchema), reply: messageSchema }),
  },
  /**
   * Another reply beside this one: its first `keep` tokens, then the token that the user picked, then what the models say
   * after it. Continued by token ids, never by their text; by the settings of now.
   */
  "chats.branch": {
    input: z.object({ messageId: messageIdSchema, keep: z.int().min(0), token: z.int().min(0) }),
    output: z.object({ chat: chatSchema, reply: messageSchema }),
  },
  /** Shows the branch through this message, to its newest end. */
  "chats.show": { input: z.object({ messageId: messageIdSchema }), output: chatSchema },
  /** How many tokens of the loaded target a text is; null where none is loaded. */
  "prompt.count": { input: z.object({ text: z.string().max(2_000_000) }), output: z.int().min(0).nullable() },
  "replies.stop": { input: z.object({ messageId: messageIdSchema }), output: done },
  /** The k of a running reply, from its next round on. Does not change the settings. */
  "replies.set-k": { input: z.object({ messageId: messageIdSchema, k: kChoiceSchema }), output: done },
  "replies.trace": { input: z.object({ messageId: messageIdSchema }), output: traceSchema },
  /** A stored reply as a file: see docs/trace-format.md. */
  "traces.export": {
    input: z.object({ messageId: messageIdSchema, format: traceExportFormatSchema }),
    output: exportedFileSchema,
  },
  /** Puts somebody else's exported trace (JSON) into a chat of its own; refused with a reason where it is not in order. */
  "traces.import": {
    input: z.object({
      text: z
        .string()
        .max(TRACE_FILE_LIMIT, `A trace of more than ${TRACE_FILE_LIMIT / 1_000_000} MB is not taken in.`),
    }),
    output: z.object({ chat: chatSchema }),
  },
  /** This window has drawn the reply's events up to that sequence; see `reply.rounds`. */
  "replies.acknowledge": { input: z.object({ messageId: messageIdSchema, sequence: z.int().min(0) }), output: done },
  /** Opens an https link in the system's browser (Electron), or answers false where the page has to do it itself. */
  "shell.open-link": { input: z.object({ url: z.string().max(2048) }), output: z.boolean() },
} as const;

export type Calls = typeof calls;
export type CallName = keyof Calls;
export type CallInput<Name extends CallName> = z.input<Calls[Name]["input"]>;
/** The input after validation, defaults filled in: what a handler gets. */
export type CallArguments<Name extends CallName> = z.output<Calls[Name]["input"]>;
export type CallOutput<Name extends CallName> = z.output<Calls[Name]["output"]>;
