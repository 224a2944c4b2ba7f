import { chmod, mkdir, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { describe, expect, it } from "vitest";
import { engineEnvironment } from "../../../host/engine/engine-environment.ts";
import { engineArguments, locateEngine, locateNode } from "../../../host/engine/engine-location.ts";
import { temporaryFolder } from "../fixtures/temporary-folder.ts";

describe("locateEngine", () => {
  it("finds the source in a checkout", () => {
    expect(locateEngine()).toMatch(/engine[/\\]process[/\\]main\.ts$/);
  });

  it("finds the bundle beside the one that asks", async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, "dist", "engine"), { recursive: true });
    await writeFile(join(folder, "dist", "engine", "main.js"), "");
    expect(locateEngine(join(folder, "dist", "main"))).toBe(join(folder, "dist", "engine", "main.js"));
  });

  it("says what to do where there is none", async () => {
    expect(() => locateEngine("/nowhere/at/all")).toThrow("npm run build");
  });
});

describe("engineArguments", () => {
  it("runs sources through tsx, wherever Outrider was started from, and bundles as they are", () => {
    const [option, loader] = engineArguments(locateEngine());
    expect(option).toBe("--import");
    expect(loader).toMatch(/^file:.*tsx/);
    expect(engineArguments("/app/dist/engine/main.js")).toEqual([]);
  });
});

describe("locateNode", () => {
  it("takes this process's own, unless that is Electron's", async () => {
    expect(locateNode({}, false)).toBe(process.execPath);
    const folder = await temporaryFolder();
    const node = join(folder, process.platform === "win32" ? "node.exe" : "node");
    await writeFile(node, "");
    await chmod(node, 0o755);
    expect(locateNode({ PATH: ["/nowhere", folder].join(delimiter) }, true)).toBe(node);
  });

  it("prefers the one that OUTRIDER_NODE names", () => {
    expect(locateNode({ OUTRIDER_NODE: "/opt/node" }, true)).toBe("/opt/node");
    expect(locateNode({ OUTRIDER_NODE: "/opt/node" }, false)).toBe("/opt/node");
  });

  it("says what to do where there is none", () => {
    expect(() => locateNode({ PATH: "/nowhere" }, true)).toThrow("OUTRIDER_NODE");
  });
});

describe("engineEnvironment", () => {
  it("keeps what the engine needs and nothing else", () => {
    const environment = engineEnvironment({
      PATH: "/bin",
      Path: "C:\\bin",
      HOME: "/home/ada",
      LC_ALL: "C",
      CUDA_VISIBLE_DEVICES: "0",
      OUTRIDER_LOG: "debug",
      NODE_OPTIONS: "--inspect",
      ELECTRON_RUN_AS_NODE: "1",
      HF_TOKEN: "secret",
      AWS_SECRET_ACCESS_KEY: "secret",
      UV_THREADPOOL_SIZE: "16",
    });
    expect(environment).toEqual({
      PATH: "/bin",
      Path: "C:\\bin",
      HOME: "/home/ada",
      LC_ALL: "C",
      CUDA_VISIBLE_DEVICES: "0",
      OUTRIDER_LOG: "debug",
      UV_THREADPOOL_SIZE: "1",
    });
  });
});
