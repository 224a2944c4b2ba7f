/** Makes the tables of docs/benchmarks.md from the runs kept in docs/benchmarks. */
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { replaceTables } from "./benchmarks/tables.ts";
import { projectRoot } from "./project-root.ts";
import { runScript } from "./run-script.ts";

await runScript(async () => {
  const docs = join(projectRoot, "docs");
  const files = (await readdir(join(docs, "benchmarks"))).filter((file) => file.endsWith(".json"));
  const runs = await Promise.all(
    files.map(async (file) => ({
      name: file.replace(/\.json$/, ""),
      json: await readFile(join(docs, "benchmarks", file), "utf8"),
    })),
  );
  const page = join(docs, "benchmarks.md");
  await writeFile(page, replaceTables(await readFile(page, "utf8"), runs));
  process.stdout.write(`docs/benchmarks.md holds the tables of ${runs.length} runs.\n`);
});
