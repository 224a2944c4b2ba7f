import { execFile, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { compileOutrider } from "../../../scripts/bundles/compile-outrider.mjs";

let root = "";
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "outrider-compile-"));
  await write("package.json", '{ "type": "module" }');
  await write("cli/main.ts", 'import { word } from "../contract/word.ts";\nconsole.log(word satisfies string);\n');
  await write("engine/process/main.ts", "export {};\n");
  await write("contract/word.ts", 'export const word: string = "first";\n');
});
afterEach(() => rm(root, { recursive: true }));

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, file)), { recursive: true });
  await writeFile(join(root, file), text);
}

function run(program: string): string {
  return spawnSync(process.execPath, [program], { encoding: "utf8" }).stdout.trim();
}

const programs = (): Promise<string[]> => readdir(join(root, "dist", "outrider"));

describe("compileOutrider", () => {
  it("makes a program of the sources, with its engine beside it", async () => {
    const program = await compileOutrider(root);
    expect(run(program)).toBe("first");
    expect(existsSync(join(dirname(program), "..", "engine", "main.js"))).toBe(true);
  });

  it("makes it once", async () => {
    const program = await compileOutrider(root);
    const { mtimeMs } = await stat(program);
    expect(await compileOutrider(root)).toBe(program);
    expect((await stat(program)).mtimeMs).toBe(mtimeMs);
  });

  it("never runs what the sources no longer say, whatever the time of their last change", async () => {
    const before = await stat(join(root, "contract/word.ts"));
    const first = await compileOutrider(root);
    await write("contract/word.ts", 'export const word: string = "later";\n');
    await utimes(join(root, "contract/word.ts"), before.atime, before.mtime);
    const later = await compileOutrider(root);
    expect(run(later)).toBe("later");
    expect(run(first)).toBe("first");
  });

  it("makes it again for other packages", async () => {
    const before = await compileOutrider(root);
    await write("package-lock.json", '{ "packages": {} }');
    expect(await compileOutrider(root)).not.toBe(before);
  });

  it("is not disturbed by others that compile at the same time", async () => {
    const script = join(root, "compile.mjs");
    const module = new URL("../../../scripts/bundles/compile-outrider.mjs", import.meta.url).href;
    await writeFile(script, `import { compileOutrider } from "${module}";\nawait compileOutrider(process.argv[2]);\n`);
    const others = [1, 2].map(() => promisify(execFile)(process.execPath, [script, root]));
    const [program, ...said] = await Promise.all([compileOutrider(root), ...others]);
    expect(said).toEqual(others.map(() => ({ stdout: "", stderr: "" })));
    expect(run(program)).toBe("first");
    expect(await programs()).toHaveLength(1);
  });

  it("names the fault of a source, and leaves nothing behind", async () => {
    await write("contract/word.ts", "export const word = ;\n");
    await expect(compileOutrider(root)).rejects.toThrow("contract/word.ts");
    expect(await programs()).toEqual([]);
  });

  it("clears away programs that nobody ran for a week", async () => {
    const old = dirname(dirname(await compileOutrider(root)));
    const eightDaysAgo = new Date(Date.now() - 8 * 24 * 60 * 60 * 1000);
    await utimes(old, eightDaysAgo, eightDaysAgo);
    await write("contract/word.ts", 'export const word: string = "later";\n');
    const program = await compileOutrider(root);
    expect(existsSync(old)).toBe(false);
    expect(run(program)).toBe("later");
  });

  it("keeps an older program that is still in use", async () => {
    const old = dirname(dirname(await compileOutrider(root)));
    const eightDaysAgo = new Date(Date.now() - 8 * 24 * 60 * 60 * 1000);
    await utimes(old, eightDaysAgo, eightDaysAgo);
    await compileOutrider(root);
    await write("contract/word.ts", 'export const word: string = "later";\n');
    await compileOutrider(root);
    expect(existsSync(old)).toBe(true);
  });
});
