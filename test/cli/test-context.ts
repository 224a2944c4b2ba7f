import type { CommandContext } from "../../cli/context.ts";

interface TestContextOptions {
  /** What is piped in; left out: stdin is a terminal. */
  readonly input?: string;
  readonly workingFolder?: string;
  readonly environment?: NodeJS.ProcessEnv;
  /** The terminal's width; left out: not known. */
  readonly columns?: number;
}

/** A terminal that remembers what was written to it. */
export function createTestContext({ input, workingFolder = ".", environment = {}, columns }: TestContextOptions = {}) {
  const written: string[] = [];
  const told: string[] = [];
  const context: CommandContext = {
    workingFolder,
    interruption: { signal: new AbortController().signal, onInsisted: () => {} },
    terminal: {
      environment,
      input: { isTerminal: input === undefined, readAll: async () => input ?? "" },
      output: { isTerminal: false, columns: columns ?? null },
      write: async (text) => void written.push(text),
      tell: (line) => void told.push(line),
      showProgress: () => {},
    },
  };
  return { context, output: () => written.join(""), told };
}
