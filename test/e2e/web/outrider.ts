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
  /** Ends it as Ctrl-C does. */
  readonly stop: () => Promise<void>;
}

export interface WebFolders {
  readonly data: string;
  readonly models: string;
  readonly remove: () => Promise<void>;
}

/** Page, host and engine share the machine here: compute threads that wait for each other would be far slower than one. */
const settings = { load: { threads: 1 }, decoding: { maxTokens: 160 } };

export async function makeFolders(): Promise<WebFolders> {
  const base = await mkdtemp(join(tmpdir(), "outrider-web-"));
  const folders = { data: join(base, "data"), models: join(base, "models") };
  await mkdir(folders.data);
  await mkdir(folders.models);
  await writeFile(join(folders.data, "settings.json"), JSON.stringify(settings));
  return { ...folders, remove: () => rm(base, { recursive: true }) };
}

export async function startWeb(folders: WebFolders): Promise<WebOutrider> {
  const child = spawn(process.execPath, ["--import", "tsx", "web/main.ts", "--no-open"], {
    cwd: projectRoot,
    env: { ...process.env, OUTRIDER_DATA: folders.data, OUTRIDER_MODELS: folders.models },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const address = await readAddress(child);
  return {
    address,
    pid: child.pid,
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
