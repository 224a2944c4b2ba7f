import { spawnSync } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { installationMatches, nodeIsRecentEnough } from "../../scripts/bootstrap.mjs";
import { projectRoot } from "../../scripts/project-root.ts";

const bootstrap = fileURLToPath(new URL("../../scripts/bootstrap.mjs", import.meta.url));

describe("nodeIsRecentEnough", () => {
  it.each([
    ["v20.19.0", true],
    ["v20.20.2", true],
    ["v22.1.0", true],
    ["v24.0.0", true],
    ["v20.18.3", false],
    ["v18.20.4", false],
  ])("%s: %s", (version, expected) => {
    expect(nodeIsRecentEnough(version)).toBe(expected);
  });
});

describe("installationMatches", () => {
  const wanted = {
    packages: {
      "": { version: "0.1.0" },
      "node_modules/zod": { version: "4.6.7" },
      "node_modules/@libsql/darwin-arm64": { version: "0.5.29", optional: true },
    },
  };

  it("takes an installation that lacks other platforms' packages", () => {
    expect(installationMatches(wanted, { packages: { "node_modules/zod": { version: "4.6.7" } } })).toBe(true);
  });

  it("refuses another version", () => {
    expect(installationMatches(wanted, { packages: { "node_modules/zod": { version: "4.6.6" } } })).toBe(false);
  });

  it("refuses another version of an optional package", () => {
    const installed = {
      packages: {
        "node_modules/zod": { version: "4.6.7" },
        "node_modules/@libsql/darwin-arm64": { version: "0.5.28", optional: true },
      },
    };
    expect(installationMatches(wanted, installed)).toBe(false);
  });

  it("refuses a missing package", () => {
    expect(installationMatches(wanted, { packages: {} })).toBe(false);
  });
});

describe("an unknown command", () => {
  it("ends with exit code 2 and one line that lists the commands", () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [bootstrap, "strat"], { encoding: "utf8" });
    expect(status).toBe(2);
    expect(stdout).toBe("");
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(stderr).toContain('"strat"');
    expect(stderr).toContain("outrider");
  });
});

describe("the terminal's program", () => {
  let root = "";
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "outrider-bootstrap-"));
    for (const name of ["scripts/bootstrap.mjs", "scripts/bundles", "package-lock.json", "package.json"]) {
      await cp(join(projectRoot, name), join(root, name), { recursive: true });
    }
    await symlink(join(projectRoot, "node_modules"), join(root, "node_modules"), "junction");
    await mkdir(join(root, "cli"));
    await writeFile(
      join(root, "cli/main.ts"),
      "const words: string[] = process.argv.slice(2);\nconsole.log(words.join());\n",
    );
    await mkdir(join(root, "engine/process"), { recursive: true });
    await writeFile(join(root, "engine/process/main.ts"), "export {};\n");
  });
  afterEach(() => rm(root, { recursive: true }));

  function run() {
    const words = [join(root, "scripts/bootstrap.mjs"), "outrider", "chat", "--help"];
    const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: "utf8" });
    return { status, stdout, stderr };
  }

  it("runs with the words of the command line", () => {
    expect(run()).toEqual({ status: 0, stdout: "chat,--help\n", stderr: "" });
  });

  it("runs all the same where it cannot be compiled", async () => {
    await writeFile(join(root, "dist"), "no folder");
    expect(run()).toEqual({ status: 0, stdout: "chat,--help\n", stderr: "" });
  });
});
