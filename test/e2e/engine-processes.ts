import { readdir, readFile } from "node:fs/promises";

/** Process ids of the engines that a process has started, run from the sources or from the bundle. */
export async function enginesOf(parent: number | undefined): Promise<number[]> {
  const engines: number[] = [];
  for (const name of await readdir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const [status = "", command = ""] = await Promise.all(
      ["status", "cmdline"].map((file) => readFile(`/proc/${name}/${file}`, "utf8").catch(() => "")),
    );
    const isChild = new RegExp(`^PPid:\\s+${parent}$`, "m").test(status);
    if (isChild && /engine\/(process\/main\.ts|main\.js)/.test(command)) engines.push(Number(name));
  }
  return engines;
}
