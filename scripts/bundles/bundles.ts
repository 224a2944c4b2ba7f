import { join } from "node:path";
import type { InlineConfig } from "vite";
import { projectRoot } from "../project-root.ts";

/** One thing that a running Outrider loads from dist/. */
export interface Bundle {
  readonly name: "renderer" | "engine" | "main" | "preload";
  /** Files and folders it is made of, from the project's root; a change in any of them makes it stale. */
  readonly inputs: readonly string[];
  /** The file that must be there afterwards, from the project's root. */
  readonly output: string;
  readonly config: InlineConfig;
}

/** What every bundle depends on: the packages, the compiler's settings and these build settings. */
const common = ["contract", "package-lock.json", "tsconfig.json", "scripts/bundles"];

interface ProgramOptions {
  readonly entry: string;
  readonly folder: string;
  readonly file: string;
  readonly format: "es" | "cjs";
  readonly target: string;
  /** Packages that stay packages. */
  readonly external: readonly string[];
}

/** A program for Node or Electron in a single file. Readable rather than small: stack traces are part of bug reports. */
function program(options: ProgramOptions): InlineConfig {
  return {
    configFile: false,
    root: projectRoot,
    mode: "production",
    logLevel: "warn",
    publicDir: false,
    ssr: { target: "node", noExternal: true, external: [...options.external] },
    build: {
      ssr: options.entry,
      outDir: options.folder,
      emptyOutDir: true,
      target: options.target,
      minify: false,
      sourcemap: true,
      rolldownOptions: {
        output: { format: options.format, entryFileNames: options.file, codeSplitting: false },
      },
    },
  };
}

export const bundles: readonly Bundle[] = [
  {
    name: "renderer",
    inputs: ["renderer", ...common],
    output: "dist/renderer/index.html",
    config: {
      configFile: join(projectRoot, "renderer", "vite.config.ts"),
      root: join(projectRoot, "renderer"),
      mode: "production",
      logLevel: "warn",
    },
  },
  {
    name: "engine",
    inputs: ["engine", ...common],
    output: "dist/engine/main.js",
    config: program({
      entry: "engine/process/main.ts",
      folder: "dist/engine",
      file: "main.js",
      format: "es",
      target: "node20",
      // It finds its native builds beside its own files, so it has to stay where npm put it.
      external: ["node-llama-cpp"],
    }),
  },
  {
    // CommonJS and Node 18 for both of Electron's: the test runtime is Electron 25 (no ES module entry, Node 18.15),
    // and a sandboxed preload script can be nothing but one CommonJS file.
    name: "main",
    inputs: ["main", "host", ...common],
    output: "dist/main/main.cjs",
    config: program({
      entry: "main/main.ts",
      folder: "dist/main",
      file: "main.cjs",
      format: "cjs",
      target: "node18",
      external: ["electron", "libsql"],
    }),
  },
  {
    name: "preload",
    inputs: ["preload", ...common],
    output: "dist/preload/preload.cjs",
    config: program({
      entry: "preload/preload.ts",
      folder: "dist/preload",
      file: "preload.cjs",
      format: "cjs",
      target: "node18",
      external: ["electron"],
    }),
  },
];
