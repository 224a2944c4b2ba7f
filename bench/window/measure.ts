import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, CDPSession, Page } from "playwright-core";
import { type FrameCost, frameCosts, traceCategories, traceSchema } from "./frame-costs.ts";

export interface Measured {
  readonly name: string;
  readonly frames: readonly FrameCost[];
}

/** What the frames cost while something is done. @param folder where the trace is kept; null: nowhere */
export async function measureFrames(
  browser: Browser,
  page: Page,
  name: string,
  folder: string | null,
  act: () => Promise<void>,
): Promise<Measured> {
  await browser.startTracing(page, { categories: traceCategories });
  await act();
  const trace = await browser.stopTracing();
  if (folder !== null) {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, `${name.replaceAll(/\W+/g, "-")}.json`), trace);
  }
  return { name, frames: frameCosts(traceSchema.parse(JSON.parse(trace.toString("utf8"))).traceEvents) };
}

/** Megabytes of script memory that are in use after everything that can go is gone. */
export async function heapInUse(devtools: CDPSession): Promise<number> {
  await devtools.send("HeapProfiler.collectGarbage");
  const { usedSize } = await devtools.send("Runtime.getHeapUsage");
  return usedSize / 1_000_000;
}
