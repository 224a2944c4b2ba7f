import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { z } from "zod";
import { forkLauncher } from "../../../host/engine/fork-port.ts";
import { youngHeapAfterMuchGarbage } from "../fixtures/young-heap.ts";

const entry = fileURLToPath(new URL("../fixtures/young-heap-engine.ts", import.meta.url));

it("a forked engine's space for young objects stays small, where ours grows", async () => {
  const engine = forkLauncher({ entry })();
  const message = await new Promise<unknown>((resolve) => engine.port.onMessage(resolve));
  engine.kill();
  const { size } = z.object({ size: z.number() }).parse(message);
  expect(size).toBeLessThanOrEqual(4_000_000);
  expect(youngHeapAfterMuchGarbage()).toBeGreaterThan(4_000_000);
});
