import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "../../../scripts/project-root.ts";

/** The web version in a process of its own, as `npm start -- --web` runs it. */
export interface WebOutrider {
  /** With the one-time token. */
  readonly address: string;
  readonly pid: number | undefined;
  /** What the engine has said so far, llama.cpp's own lines among it; empty unless it was asked for. */
  readonly log: () => string;
  /** Ends it as Ctrl-C does. */
  readonly stop: () => Promise<void>;
}

export interface WebFolders {
  /** The user's own folder; the others lie in it. */
  readonly home: string;
  readonly data: string;
  readonly models: string;
  readonly remove: () => Promise<void>;
}

/** Page, host and engine share the machine here: compute threads that wait for each other would be far slower than one. */
const settings = { load: { threads: 1 }, decoding: { maxTokens: 160 } };

export async function makeFolders(): Promise<WebFolders> {
  const base = await mkdtemp(join(tmpdir(), "outrider-web-"));
  const folders = { home: base, data: join(base, "data"), models: join(base, "models") };
  await mkdir(folders.data);
  await mkdir(folders.models);
  await writeFile(join(folders.data, "settings.json"), JSON.stringify(settings));
  return { ...folders, remove: () => rm(base, { recursive: true }) };
}

interface WebOptions {
  /** Keeps what the engine says for the test, instead of showing what goes wrong. */
  readonly keepLog?: boolean;
}

export async function startWeb(folders: WebFolders, { keepLog = false }: WebOptions = {}): Promise<WebOutrider> {
  const child = spawn(process.execPath, ["--import", "tsx", "web/main.ts", "--no-open"], {
    cwd: projectRoot,
    env: {
      ...process.env,
      HOME: folders.home,
      OUTRIDER_DATA: folders.data,
      OUTRIDER_MODELS: folders.models,
      ...(keepLog ? { OUTRIDER_LOG: "debug" } : {}),
    },
    stdio: ["ignore", "pipe", keepLog ? "pipe" : "inherit"],
  });
  let log = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    log += text;
  });
  const address = await readAddress(child);
  return {
    address,
    pid: child.pid,
    log: () => log,
    async stop() {
      const ended = once(child, "exit");
      child.kill("SIGINT");
      await ended;
    },
  };
}

function readAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      const address = /^http:\/\/\S+$/m.exec(output)?.[0];
      if (address !== undefined) resolve(address);
    });
    child.once("exit", (code) => reject(new Error(`the web version ended with ${code}: ${output}`)));
  });
}
