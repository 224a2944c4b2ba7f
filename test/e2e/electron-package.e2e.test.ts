/**
 * The packed app: what lies where, which fuses are burnt, and that it starts from its archive. Packed from the test's old
 * Electron, so it says nothing about the Electron that users get beyond the layout.
 */
import { execFile } from "node:child_process";
import { chmod, chown, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { listPackage } from "@electron/asar";
import { FuseV1Options, getCurrentFuseWire } from "@electron/fuses";
import { _electron } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { loadSettingsSchema } from "../../contract/loading.ts";
import { createEngineClient } from "../../host/engine/engine-client.ts";
import { forkLauncher } from "../../host/engine/fork-port.ts";
import { electronTestVersion } from "../../scripts/electron-runtime.ts";
import { projectRoot } from "../../scripts/project-root.ts";
import { provideElectronStage } from "./electron/runtime.ts";

const run = promisify(execFile);
/** The user and group that own nothing. */
const NOBODY = 65534;
const isRoot = process.getuid?.() === 0;
const stage = await provideElectronStage("the packed app");
const sandboxWorks = stage !== null && (await hasUserNamespaces());

describe.skipIf(stage === null)("the packed app", () => {
  let output: string;
  let resources: string;

  beforeAll(async () => {
    if (stage === null) return;
    output = await mkdtemp(join(tmpdir(), "outrider-package-"));
    const electron = ["--electron-dist", stage.runtime, "--electron-version", electronTestVersion];
    const bootstrap = join(projectRoot, "scripts/bootstrap.mjs");
    await run(process.execPath, [bootstrap, "package", "--dir", "--cpu-only", "--output", output, ...electron]);
    resources = join(output, "linux-unpacked", "resources");
  });
  afterAll(async () => {
    await stage?.display.stop();
    await rm(output, { recursive: true });
  });

  test("keeps program and page in the archive, engine and native code beside it", async () => {
    const packed = listPackage(join(resources, "app.asar"), { isPack: true });
    const of = (part: string): string[] =>
      packed.filter((line) => line.includes(part)).map((line) => line.split(":")[0]?.trim() ?? "");
    const places = (part: string): string[] => [...new Set(of(part))];

    expect(places("/dist/main/main.cjs")).toEqual(["pack"]);
    expect(places("/dist/preload/preload.cjs")).toEqual(["pack"]);
    expect(places("/dist/renderer/index.html")).toEqual(["pack"]);
    expect(places("/dist/engine/main.js")).toEqual(["unpack"]);
    expect(places("/node_modules/@node-llama-cpp/linux-x64/bins/")).toContain("unpack");
    expect(packed.filter((line) => line.startsWith("pack") && line.endsWith(".node"))).toEqual([]);
    expect(packed.filter((line) => line.endsWith(".gguf") || line.endsWith(".map"))).toEqual([]);
  });

  test("brings the packages that are not bundled, for this kind of computer, and no others", async () => {
    const packages = await readdir(join(resources, "app.asar.unpacked/node_modules"));
    expect(packages).toEqual(expect.arrayContaining(["libsql", "node-llama-cpp", "lifecycle-utils"]));
    for (const absent of ["react", "react-dom", "zod", "electron", "vite"]) expect(packages).not.toContain(absent);
    const binaries = await readdir(join(resources, "app.asar.unpacked/node_modules/@node-llama-cpp"));
    expect(binaries).toEqual([`linux-${process.arch}`]);
  });

  test("has the fuses that SECURITY.md names", async () => {
    const wire = await getCurrentFuseWire(join(output, "linux-unpacked", "outrider"));
    // The wire is text in the binary: the digit one stands for on.
    const isOn = (fuse: FuseV1Options): boolean => String.fromCharCode(wire[fuse] ?? 0) === "1";
    expect({
      runAsNode: isOn(FuseV1Options.RunAsNode),
      nodeCliInspect: isOn(FuseV1Options.EnableNodeCliInspectArguments),
      nodeOptions: isOn(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
      cookieEncryption: isOn(FuseV1Options.EnableCookieEncryption),
      archiveIntegrity: isOn(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
      onlyFromArchive: isOn(FuseV1Options.OnlyLoadAppFromAsar),
    }).toEqual({
      runAsNode: true,
      nodeCliInspect: true,
      nodeOptions: false,
      cookieEncryption: true,
      archiveIntegrity: true,
      onlyFromArchive: true,
    });
  });

  test("its engine and models work where they lie, in the system's Node", async () => {
    const models = join(resources, "native-models");
    const engine = createEngineClient(
      forkLauncher({ entry: join(resources, "app.asar.unpacked/dist/engine/main.js") })(),
    );
    try {
      await engine.ready;
      const pair = await engine.request("load", {
        target: join(models, "smollm2-135m-instruct-q4_1.gguf"),
        draft: join(models, "smollm2-135m-instruct-draft-4l-q8_0.gguf"),
        settings: loadSettingsSchema.parse({ gpu: "off", threads: 1, contextSize: 256 }),
      });
      expect([pair.backend, pair.draftProblem]).toEqual(["cpu", null]);
    } finally {
      engine.shutDown();
      await engine.closed;
    }
  });

  test.skipIf(!sandboxWorks)("starts from its archive and keeps its sandbox even when it is told not to", async () => {
    if (stage === null) return;
    const home = await mkdtemp(join(tmpdir(), "outrider-home-"));
    onTestFinished(() => rm(home, { recursive: true }));
    const app = await _electron.launch({
      executablePath: await asNobody(join(output, "linux-unpacked", "outrider"), home),
      args: ["--no-sandbox"],
      env: { PATH: process.env.PATH ?? "", HOME: home, DISPLAY: stage.display.name, OUTRIDER_DATA: join(home, "data") },
    });
    onTestFinished(() => app.close());
    const page = await app.firstWindow();
    expect(page.url()).toBe("app://outrider/index.html");
    const state = await page.evaluate(() => Reflect.get(globalThis, "outrider").call("app.state", {}));
    expect(state).toMatchObject({ ok: true, value: { shell: "electron", models: [{ origin: "bundled" }, {}] } });

    // Not every process of a page: that of the empty page a window starts with may take its time to end.
    const pages = await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map(({ webContents }) => webContents.getOSProcessId()),
    );
    expect(pages).toHaveLength(1);
    // 2: system calls go through a filter, which only Chromium's sandbox sets up.
    expect(await readFile(`/proc/${pages[0]}/status`, "utf8")).toMatch(/^Seccomp:\s+2$/m);
  });
});

/**
 * A packed app keeps its sandbox, so root cannot run it; where this test is root, a wrapper steps down first. Everything
 * that it needs to read was made by root for root.
 */
async function asNobody(executable: string, home: string): Promise<string> {
  if (!isRoot) return executable;
  await chmod(join(executable, "../.."), 0o755);
  await chown(home, NOBODY, NOBODY);
  const wrapper = join(executable, "../..", "as-nobody.sh");
  await writeFile(
    wrapper,
    `#!/bin/sh\nexec setpriv --reuid=${NOBODY} --regid=${NOBODY} --clear-groups "${executable}" "$@"\n`,
    { mode: 0o755 },
  );
  return wrapper;
}

/** Chromium's sandbox needs them; some containers forbid them. */
async function hasUserNamespaces(): Promise<boolean> {
  const stepDown = isRoot ? ["setpriv", `--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups"] : [];
  const [command = "", ...parameters] = [...stepDown, "unshare", "--user", "true"];
  const works = await run(command, parameters).then(
    () => true,
    () => false,
  );
  if (!works) process.stderr.write("\n*** SKIPPED: the packed app's sandbox: no user namespaces here. ***\n");
  return works;
}
