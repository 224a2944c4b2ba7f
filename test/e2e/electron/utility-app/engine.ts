/**
 * Stands in for the engine, whose native library does not load in the test's Electron: does what it is told, over the
 * engine's own end of the channel.
 */
import { z } from "zod";
import { openParentPort } from "../../../../engine/process/parent-port.ts";
import { youngHeapAfterMuchGarbage } from "../../../host/fixtures/young-heap.ts";

const orderSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("echo"), value: z.unknown() }),
  z.object({ type: z.literal("environment") }),
  z.object({ type: z.literal("young-heap") }),
  z.object({ type: z.literal("print"), value: z.string() }),
  z.object({ type: z.literal("exit"), code: z.int() }),
  z.object({ type: z.literal("crash") }),
  z.object({ type: z.literal("hang") }),
]);

const port = openParentPort();
port.onMessage((message) => {
  const order = orderSchema.parse(message);
  switch (order.type) {
    case "echo":
      port.post(order.value);
      break;
    case "environment":
      port.post({ ...process.env });
      break;
    case "young-heap":
      port.post(youngHeapAfterMuchGarbage());
      break;
    case "print":
      process.stderr.write(`${order.value}\n`);
      break;
    case "exit":
      port.post("last words");
      process.exit(order.code);
      break;
    case "crash":
      process.crash();
      break;
    case "hang":
      // As in native code: hears no message, and no signal that could be handled.
      for (;;);
  }
});
