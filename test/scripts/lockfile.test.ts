import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";

const lockfileSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({ resolved: z.string().optional(), optionalDependencies: z.record(z.string(), z.string()).optional() }),
  ),
});
const { packages } = lockfileSchema.parse(JSON.parse(readFileSync("package-lock.json", "utf8")));

/** Looks a package up as Node would from that place: in its own node_modules, then in those above. */
function isLocked(place: string, name: string): boolean {
  if (Object.hasOwn(packages, `${place === "" ? "" : `${place}/`}node_modules/${name}`)) return true;
  if (place === "") return false;
  return isLocked(place.slice(0, Math.max(0, place.lastIndexOf("/node_modules/"))), name);
}

describe("package-lock.json", () => {
  /**
   * `npm ci` refuses a lockfile without them, on every platform. npm leaves out those that the registry at hand does
   * not carry, as mirrors of a part often do not: add them by hand, or write the lockfile against a whole registry.
   */
  it("locks the native packages of all platforms", () => {
    const missing = Object.entries(packages).flatMap(([place, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter((name) => !isLocked(place, name)),
    );
    expect(missing).toEqual([]);
  });

  it("records no download addresses", () => {
    const addresses = Object.entries(packages).filter(([, { resolved }]) => resolved !== undefined);
    expect(addresses).toEqual([]);
  });
});
