import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { summarySchema } from "../../contract/summary.ts";
import { roundSchema } from "../../contract/trace.ts";

const bootstrap = fileURLToPath(new URL("../../scripts/bootstrap.mjs", import.meta.url));

interface RunOptions {
  readonly input?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Told of everything that comes on stdout, with the process to act on. */
  readonly onOutput?: (output: string, child: ChildProcess) => void;
}

export interface Run {
  readonly exitCode: number | null;
  readonly output: string;
  readonly complaints: string;
}

/** Runs the real command line as a user would, apart from npm. */
export function runOutrider(words: readonly string[], { input, environment, onOutput }: RunOptions = {}): Promise<Run> {
  const child = spawn(process.execPath, [bootstrap, "outrider", ...words], { env: { ...process.env, ...environment } });
  let output = "";
  let complaints = "";
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString();
    onOutput?.(output, child);
  });
  child.stderr.on("data", (chunk: Buffer) => {
    complaints += chunk.toString();
  });
  child.stdin.end(input ?? "");
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (exitCode) => resolve({ exitCode, output, complaints }));
  });
}

const turn = { turn: z.int().optional() };
const lineSchema = z.discriminatedUnion("type", [
  roundSchema.extend({ type: z.literal("round"), ...turn }),
  summarySchema.extend({ type: z.literal("summary"), ...turn }),
]);

/** The lines of --json, each checked against the contract. */
export function readLines(output: string) {
  const lines = output
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => lineSchema.parse(JSON.parse(line)));
  return {
    lines,
    rounds: lines.filter((line) => line.type === "round"),
    summaries: lines.filter((line) => line.type === "summary"),
  };
}
