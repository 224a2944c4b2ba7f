import { expect, test } from "vitest";
import { lockfileSchema, type Platform, runtimePackages } from "../../scripts/packaging/runtime-packages.ts";

const lockfile = lockfileSchema.parse({
  packages: {
    "": { dependencies: { app: "1", react: "19" } },
    "node_modules/react": {},
    "node_modules/app": { dependencies: { shared: "1" }, optionalDependencies: { "not-installed": "1" } },
    "node_modules/app/node_modules/shared": { dependencies: { leaf: "1" } },
    "node_modules/shared": { dependencies: { app: "1" } },
    "node_modules/leaf": {},
    "node_modules/node-llama-cpp": {
      dependencies: { shared: "1" },
      optionalDependencies: {
        "@node-llama-cpp/linux-x64": "1",
        "@node-llama-cpp/linux-x64-cuda": "1",
        "@node-llama-cpp/linux-arm64": "1",
        "@node-llama-cpp/mac-x64": "1",
      },
    },
    "node_modules/@node-llama-cpp/linux-x64": {},
    "node_modules/@node-llama-cpp/linux-x64-cuda": {},
    "node_modules/@node-llama-cpp/linux-arm64": {},
    "node_modules/@node-llama-cpp/mac-x64": {},
    "node_modules/libsql": {
      optionalDependencies: { "@libsql/linux-x64-gnu": "1", "@libsql/linux-x64-musl": "1" },
    },
    "node_modules/@libsql/linux-x64-gnu": {},
    "node_modules/@libsql/linux-x64-musl": {},
  },
});
const linux = { os: "linux", arch: "x64", cpuOnly: false } as const;

test("a package comes with what it depends on, found as Node finds it", () => {
  expect(runtimePackages(lockfile, ["app"], linux)).toEqual([
    "node_modules/app",
    "node_modules/app/node_modules/shared",
    "node_modules/leaf",
  ]);
});

test("circles end, and what nobody asked for stays out", () => {
  expect(runtimePackages(lockfile, ["shared"], linux)).toEqual([
    "node_modules/app",
    "node_modules/app/node_modules/shared",
    "node_modules/leaf",
    "node_modules/shared",
  ]);
});

test("only binaries for this kind of computer", () => {
  const binaries = (platform: Platform): string[] =>
    runtimePackages(lockfile, ["node-llama-cpp", "libsql"], platform).filter((path) => path.includes("@"));
  expect(binaries(linux)).toEqual([
    "node_modules/@libsql/linux-x64-gnu",
    "node_modules/@node-llama-cpp/linux-x64",
    "node_modules/@node-llama-cpp/linux-x64-cuda",
  ]);
  expect(binaries({ ...linux, cpuOnly: true })).toEqual([
    "node_modules/@libsql/linux-x64-gnu",
    "node_modules/@node-llama-cpp/linux-x64",
  ]);
  expect(binaries({ ...linux, os: "darwin" })).toContain("node_modules/@node-llama-cpp/mac-x64");
  expect(binaries({ ...linux, arch: "arm64" })).not.toContain("node_modules/@node-llama-cpp/linux-x64");
});
