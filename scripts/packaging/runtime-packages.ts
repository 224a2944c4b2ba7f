import { z } from "zod";

/** What package-lock.json says about one installed package; `path` is its folder from the project's root. */
const lockedPackageSchema = z.object({
  dependencies: z.record(z.string(), z.string()).default({}),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
});
export const lockfileSchema = z.object({ packages: z.record(z.string(), lockedPackageSchema) });
export type Lockfile = z.infer<typeof lockfileSchema>;

export interface Platform {
  readonly os: NodeJS.Platform;
  readonly arch: string;
  /** Without the binaries for CUDA and Vulkan. */
  readonly cpuOnly: boolean;
}

/**
 * The folders of the packages that a packed app needs beside its bundles: these roots and all they depend on, without
 * binaries for other computers. Sorted; a package that the lockfile lacks is one npm left out for this platform.
 */
export function runtimePackages(lockfile: Lockfile, roots: readonly string[], platform: Platform): string[] {
  const found = new Set<string>();
  const visit = (from: string, name: string): void => {
    const path = resolvePackage(lockfile, from, name);
    if (path === null || found.has(path) || !runsOn(name, platform)) return;
    found.add(path);
    const { dependencies, optionalDependencies } = lockfile.packages[path] ?? {};
    for (const next of Object.keys({ ...dependencies, ...optionalDependencies })) visit(path, next);
  };
  for (const root of roots) visit("", root);
  return [...found].sort();
}

/** Node's way of finding a package: the nearest node_modules upwards. */
function resolvePackage(lockfile: Lockfile, from: string, name: string): string | null {
  for (let folder = from; ; folder = parentPackage(folder)) {
    const path = `${folder === "" ? "" : `${folder}/`}node_modules/${name}`;
    if (path in lockfile.packages) return path;
    if (folder === "") return null;
  }
}

function parentPackage(path: string): string {
  const end = path.lastIndexOf("node_modules/");
  return path.slice(0, Math.max(0, end - 1));
}

const llamaNames: Partial<Record<NodeJS.Platform, string>> = { darwin: "mac", linux: "linux", win32: "win" };

/**
 * Npm's own rule does not do: node-llama-cpp lets npm install binaries for all Linux processors at once, and libsql
 * those for both C libraries, of which Electron works with one.
 */
function runsOn(name: string, { os, arch, cpuOnly }: Platform): boolean {
  if (name.startsWith("@node-llama-cpp/")) {
    const fits = name.startsWith(`@node-llama-cpp/${llamaNames[os] ?? os}-${arch}`);
    return fits && !(cpuOnly && /-(cuda|cuda-ext|vulkan)$/.test(name));
  }
  if (name.startsWith("@libsql/")) return !name.endsWith("-musl");
  return true;
}
