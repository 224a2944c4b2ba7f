import { type StdioOptions, spawn } from "node:child_process";
import { mkdtemp, open, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "../project-root.ts";

/** Where a command's output goes: on as it comes, on in one piece when the command has ended, or nowhere. */
export type CommandOutput = "inherit" | "held" | "quiet";

export interface CommandOptions {
  /** Set on top of this process's environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Stands above its output. */
  readonly heading?: string;
  readonly output?: CommandOutput;
  /** Kills the command when it has run that long. */
  readonly limitMs?: number;
}

/** Runs a command in the project's root without input. Resolves with its exit code; null where it was killed or could not start. */
export async function runCommand(
  command: string,
  parameters: readonly string[],
  { environment = {}, heading, output = "inherit", limitMs }: CommandOptions = {},
): Promise<number | null> {
  const title = heading === undefined ? "" : headingOf(heading);
  const run = (destination: "inherit" | "ignore" | number): Promise<number | null> =>
    runTo(["ignore", destination, destination], command, parameters, environment, limitMs);
  if (output === "held") return holdOutput(run, (text) => process.stdout.write(title + text));
  if (output === "inherit") process.stdout.write(title);
  return run(output === "inherit" ? "inherit" : "ignore");
}

/** How the output of something is told from what was written before. */
export function headingOf(name: string): string {
  return `\n── ${name} ──\n`;
}

/** Through a file: a pipe would stay open for as long as anything lives that a killed command started. */
async function holdOutput(
  run: (destination: number) => Promise<number | null>,
  write: (text: string) => void,
): Promise<number | null> {
  const folder = await mkdtemp(join(tmpdir(), "outrider-output-"));
  const path = join(folder, "output.txt");
  const file = await open(path, "w");
  try {
    const exitCode = await run(file.fd);
    write(await readFile(path, "utf8"));
    return exitCode;
  } finally {
    await file.close();
    await rm(folder, { recursive: true });
  }
}

function runTo(
  stdio: StdioOptions,
  command: string,
  parameters: readonly string[],
  environment: Readonly<Record<string, string>>,
  limitMs: number | undefined,
): Promise<number | null> {
  return new Promise((resolve) => {
    const child = spawn(command, parameters, {
      cwd: projectRoot,
      env: { ...process.env, ...environment },
      stdio,
      ...(limitMs === undefined ? {} : { timeout: limitMs, killSignal: "SIGKILL" as const }),
    });
    child.once("error", () => resolve(null));
    child.once("exit", (code) => resolve(code));
  });
}
