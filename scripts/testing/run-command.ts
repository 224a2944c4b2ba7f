import { spawn } from "node:child_process";
import { projectRoot } from "../project-root.ts";

export interface CommandOptions {
  /** Set on top of this process's environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Where its output goes; "quiet" throws it away. */
  readonly output?: "inherit" | "quiet";
  /** Kills the command when it has run that long. */
  readonly limitMs?: number;
}

/** Runs a command in the project's root without input. Resolves with its exit code; null where it was killed or could not start. */
export function runCommand(
  command: string,
  parameters: readonly string[],
  { environment = {}, output = "inherit", limitMs }: CommandOptions = {},
): Promise<number | null> {
  const destination = output === "inherit" ? "inherit" : "ignore";
  return new Promise((resolve) => {
    const child = spawn(command, parameters, {
      cwd: projectRoot,
      env: { ...process.env, ...environment },
      stdio: ["ignore", destination, destination],
      ...(limitMs === undefined ? {} : { timeout: limitMs, killSignal: "SIGKILL" as const }),
    });
    child.once("error", () => resolve(null));
    child.once("exit", (code) => resolve(code));
  });
}
