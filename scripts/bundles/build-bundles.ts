import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import { messageOf, OutriderError } from "../../contract/outrider-error.ts";
import { projectRoot } from "../project-root.ts";
import { type Bundle, bundles } from "./bundles.ts";
import { hashInputs } from "./input-hash.mjs";

/** Bundle name -> hash of what it was made of. It lies in dist/ so that whoever deletes dist/ gets everything anew. */
const stampFile = join(projectRoot, "dist", ".stamps.json");
const stampsSchema = z.record(z.string(), z.string());

export interface BuildOptions {
  readonly only?: readonly Bundle["name"][];
  /** Told before each bundle that really is made. */
  readonly onBuild?: (name: string) => void;
}

/**
 * Makes the bundles whose inputs have changed since they were last made.
 *
 * @throws OutriderError `internal` with the bundler's message.
 */
export async function buildBundles({ only, onBuild }: BuildOptions = {}): Promise<void> {
  const stamps = await readStamps();
  for (const bundle of bundles) {
    if (only !== undefined && !only.includes(bundle.name)) continue;
    const hash = hashInputs(projectRoot, bundle.inputs);
    if (stamps[bundle.name] === hash && existsSync(join(projectRoot, bundle.output))) continue;
    onBuild?.(bundle.name);
    await make(bundle);
    stamps[bundle.name] = hash;
    await mkdir(dirname(stampFile), { recursive: true });
    await writeFile(stampFile, JSON.stringify(stamps, null, 2));
  }
}

async function make(bundle: Bundle): Promise<void> {
  const environment = process.env.NODE_ENV;
  try {
    // Loaded here, because a start with nothing to make should not pay for the bundler.
    const { build } = await import("vite");
    // Vite leaves a NODE_ENV that is set as it is; a bundle made under the test runner would be React's slow one for developers.
    process.env.NODE_ENV = "production";
    await build(bundle.config);
  } catch (error) {
    const reason = messageOf(error);
    throw new OutriderError("internal", `Building ${bundle.name} failed: ${reason}`, { cause: error });
  } finally {
    if (environment === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = environment;
  }
}

async function readStamps(): Promise<Record<string, string>> {
  try {
    return stampsSchema.parse(JSON.parse(await readFile(stampFile, "utf8")));
  } catch {
    return {};
  }
}
