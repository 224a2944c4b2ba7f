/** What travels over the web version's one WebSocket (`/socket`), as JSON text frames. */
import { z } from "zod";
import { eventSchema } from "./events.ts";
import { errorRecordSchema } from "./outrider-error.ts";

/** Page to host. Name and input are checked against the table of calls by the receiver. */
export const callFrameSchema = z.object({
  type: z.literal("call"),
  id: z.int().min(0),
  name: z.string(),
  input: z.unknown(),
});
export type CallFrame = z.infer<typeof callFrameSchema>;

/** Host to page. */
export const hostFrameSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("answer"),
    id: z.int().min(0),
    answer: z.discriminatedUnion("ok", [
      z.object({ ok: z.literal(true), value: z.unknown() }),
      z.object({ ok: z.literal(false), error: errorRecordSchema }),
    ]),
  }),
  z.object({ type: z.literal("event"), event: eventSchema }),
]);
export type HostFrame = z.infer<typeof hostFrameSchema>;
