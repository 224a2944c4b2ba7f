/**
 * The engine's launcher over Electron's utility process, in a real Electron, with a stand-in for the engine: the native
 * library needs a newer Electron than the one that can be had here. So this shows that the launcher and the process get
 * on with each other, not that the engine runs in one.
 */
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { projectRoot } from "../../scripts/project-root.ts";
import { assembleApp, provideElectronStage, sandboxSwitches } from "./electron/runtime.ts";

const stage = await provideElectronStage("the engine's launcher in a real Electron");

async function bundle(name: "main" | "engine", outDir: string): Promise<void> {
  await build({
    configFile: false,
    root: projectRoot,
    logLevel: "warn",
    ssr: { target: "node", noExternal: true, external: ["electron"] },
    build: {
      ssr: `test/e2e/electron/utility-app/${name}.ts`,
      outDir,
      emptyOutDir: false,
      target: "node18",
      rolldownOptions: { output: { format: "cjs", entryFileNames: `${name}.cjs`, codeSplitting: false } },
    },
  });
}

describe.skipIf(stage === null)("the engine's launcher over utilityProcess (stand-in engine, Electron 25)", () => {
  let folder: string;
  let results: Record<string, unknown>;

  beforeAll(async () => {
    if (stage === null) return;
    folder = await mkdtemp(join(tmpdir(), "outrider-utility-"));
    await writeFile(join(folder, "package.json"), JSON.stringify({ name: "utility-app", main: "main.cjs" }));
    await bundle("main", folder);
    await bundle("engine", folder);
    const app = await assembleApp(stage.runtime, folder);
    try {
      const { stdout } = await promisify(execFile)(app.executable, [...sandboxSwitches], {
        env: { ...process.env, DISPLAY: stage.display.name, XDG_CONFIG_HOME: folder },
        timeout: 60_000,
      });
      results = JSON.parse(/^RESULTS (.*)$/m.exec(stdout)?.[1] ?? "{}");
    } finally {
      await app.remove();
    }
  });
  afterAll(async () => {
    await stage?.display.stop();
    await rm(folder, { recursive: true });
  });

  test("messages sent before its birth arrive, in order; so does its environment, and no other", () => {
    expect(results.echo).toMatchObject({ messages: ["first", { second: 2 }, { OUTRIDER_TEST: "yes" }] });
    expect(results.echo).not.toHaveProperty("messages[2].HOME");
  });

  test("its space for young objects stays small", () => {
    const { messages } = z.object({ messages: z.tuple([z.number()]) }).parse(results.heap);
    expect(messages[0]).toBeLessThanOrEqual(4_000_000);
  });

  test("its last message and its output come before its end, with the exit code", () => {
    expect(results.exit).toMatchObject({
      messages: ["last words"],
      exit: { code: 3, signal: null },
      log: ["a line of llama.cpp"],
    });
  });

  test("a crash is reported as one", () => {
    expect(results.crash).toMatchObject({ messages: [], exit: { code: null, signal: "SIGSEGV" } });
  });

  test("a process that is stuck can be killed; so can one that is not born yet", () => {
    // How it ended is not asked: what Electron says of a process that it was told to kill varies from run to run.
    expect(results.stuck).toMatchObject({ messages: ["before"], exit: expect.anything() });
    expect(results.unborn).toMatchObject({ messages: [], exit: expect.anything() });
  });
});
