import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { projectRoot } from "../../scripts/project-root.ts";

/** Chromium would compute the styles of a whole list anew with each child that goes, wherever in the page it is. */
test("no style sheet asks of any element which other one it stands beside", () => {
  const folder = join(projectRoot, "renderer");
  const sheets = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".css"));
  expect(sheets.length).toBeGreaterThan(20);
  const withRule = sheets.filter((sheet) =>
    /\*\s*[+~]\s*\*/.test(readFileSync(join(folder, sheet), "utf8").replaceAll(/\/\*.*?\*\//gs, "")),
  );
  expect(withRule).toEqual([]);
});
