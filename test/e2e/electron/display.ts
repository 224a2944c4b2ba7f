import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** A screen for windows; `stop` takes down what was put up for it. */
export interface Display {
  readonly name: string;
  readonly stop: () => Promise<void>;
}

/** This session's screen, or one that exists in memory only; null where Xvfb is not installed. */
export async function provideDisplay(): Promise<Display | null> {
  const own = process.env.DISPLAY;
  if (own !== undefined && own !== "") return { name: own, stop: async () => {} };

  // -displayfd makes Xvfb look for a free number itself and say which it took, once it can be used.
  const server = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", "1600x1000x24", "-nolisten", "tcp"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const numbers = server.stdio[3];
  if (numbers === null || numbers === undefined || !("read" in numbers)) throw new Error("Xvfb has no third pipe.");
  const number = await new Promise<string | null>((resolve) => {
    createInterface({ input: numbers }).once("line", resolve);
    server.once("error", () => resolve(null));
    server.once("exit", () => resolve(null));
  });
  if (number === null) return null;
  // A suite that breaks before its end must not leave it behind.
  process.once("exit", () => server.kill());
  return {
    name: `:${number}`,
    async stop() {
      const ended = once(server, "exit");
      server.kill();
      await ended;
    },
  };
}
