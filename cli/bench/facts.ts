import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { arch, cpus, release, totalmem, type } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import type { LoadedModel } from "../../contract/loading.ts";
import { hashFile } from "../../host/models/bundled-models.ts";
import { findProjectRoot } from "../../host/project-root.ts";
import { readVersion } from "../../host/version.ts";
import type { BenchmarkedModel, BenchmarkHeader } from "./benchmark.ts";

const root = findProjectRoot();
const run = promisify(execFile);

/** The processor by the name it gives itself, and what belongs to it. */
export function machineFacts(): BenchmarkHeader["machine"] {
  const cores = cpus();
  return {
    processor: cores[0]?.model.trim() ?? "unknown",
    cores: cores.length,
    memoryBytes: totalmem(),
    system: `${type()} ${release()} ${arch()}`,
  };
}

export async function versionFacts(): Promise<BenchmarkHeader["versions"]> {
  const read = async (path: string): Promise<unknown> => JSON.parse(await readFile(join(root, path), "utf8"));
  const library = z.object({ version: z.string() }).parse(await read("node_modules/node-llama-cpp/package.json"));
  const native = z
    .object({ release: z.string() })
    .safeParse(await read("node_modules/node-llama-cpp/llama/binariesGithubRelease.json").catch(() => null));
  return {
    node: process.version,
    nodeLlamaCpp: library.version,
    llamaCpp: native.success ? native.data.release : "unknown",
  };
}

/** Which code was measured. */
export async function outriderFacts(): Promise<BenchmarkHeader["outrider"]> {
  const git = async (...words: string[]): Promise<string | null> => {
    try {
      return (await run("git", words, { cwd: root })).stdout.trim();
    } catch {
      return null;
    }
  };
  return {
    version: readVersion(),
    commit: await git("rev-parse", "HEAD"),
    modified: ((await git("status", "--porcelain", "--untracked-files=no")) ?? "") !== "",
  };
}

export async function modelFacts(model: LoadedModel): Promise<BenchmarkedModel> {
  const { name, path, architecture, parameters, vocabularySize, weightBytes } = model;
  return {
    name,
    file: basename(path),
    bytes: weightBytes,
    sha256: await hashFile(path),
    architecture,
    parameters,
    vocabularySize,
  };
}

export function hashText(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
