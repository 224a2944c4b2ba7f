import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { findProjectRoot } from "./project-root.ts";

/** Outrider's version, as package.json has it. */
export function readVersion(): string {
  const text = readFileSync(join(findProjectRoot(), "package.json"), "utf8");
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}
