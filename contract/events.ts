import { z } from "zod";
import { chatIdSchema, chatSchema, messageIdSchema, messageSchema } from "./chats.ts";
import { downloadSchema } from "./downloads.ts";
import { engineStatusSchema, modelEntrySchema, pairStatusSchema } from "./models.ts";
import { settingsSchema } from "./settings.ts";
import { roundSchema } from "./trace.ts";

/** Everything the host tells its windows without being asked. */
export const eventSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("settings.changed"), settings: settingsSchema }),
  z.object({ type: z.literal("models.changed"), models: z.array(modelEntrySchema) }),
  /** All of them, as they are now: at most four times a second for each that is running. */
  z.object({ type: z.literal("downloads.changed"), downloads: z.array(downloadSchema) }),
  z.object({ type: z.literal("engine.changed"), engine: engineStatusSchema }),
  z.object({ type: z.literal("pair.changed"), pair: pairStatusSchema }),
  z.object({ type: z.literal("chat.changed"), chat: chatSchema }),
  z.object({ type: z.literal("chat.removed"), chatId: chatIdSchema }),
  /** Gone for good: a reply that is tried again. The messages of a removed chat go with it unsaid. */
  z.object({ type: z.literal("message.removed"), chatId: chatIdSchema, messageId: messageIdSchema }),
  /** A message is new, or its state changed. A running reply's content grows by `reply.rounds` only. */
  z.object({ type: z.literal("message.changed"), message: messageSchema }),
  /**
   * New rounds of a running reply. `firstRound` is the index of rounds[0]; `sequence` counts up from 0 for each window
   * and reply. The host holds further rounds back while a window has too many unacknowledged; it drops none.
   */
  z.object({
    type: z.literal("reply.rounds"),
    messageId: messageIdSchema,
    sequence: z.int().min(0),
    firstRound: z.int().min(0),
    rounds: z.array(roundSchema),
  }),
]);
export type HostEvent = z.infer<typeof eventSchema>;
