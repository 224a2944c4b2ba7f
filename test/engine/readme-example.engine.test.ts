import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));

it("runs the README's example as it stands there", async () => {
  const example = await readFile(`${root}docs/examples/speculate.ts`, "utf8");
  expect(await readFile(`${root}README.md`, "utf8")).toContain(`\`\`\`ts\n${example}\`\`\``);

  const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", "docs/examples/speculate.ts"], {
    cwd: root,
    env: { ...process.env, UV_THREADPOOL_SIZE: "1" },
  });
  expect(stdout).toMatch(/ accepted.* -> /u);
  expect(stdout).toMatch(/acceptanceRate: 0\.\d+/u);
  expect(stdout).toMatch(/replies: 1/u);
});
