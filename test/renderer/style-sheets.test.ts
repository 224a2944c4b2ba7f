import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { LANE_HEIGHT, rowTop } from "../../renderer/features/inspector/lane-rows.ts";
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

test("a line of the list of rounds is as high as the list takes it to be", () => {
  const sheet = readFileSync(join(projectRoot, "renderer/features/inspector/round-list.module.css"), "utf8");
  const heights = [...sheet.matchAll(/\.(\w+) \{\n {2}height: ([\d.]+)rem;/g)].map(([, name, rem]) => [
    name,
    Number(rem),
  ]);
  const remark = { before: 0, k: 4, reason: "fixed" } as const;
  expect(Object.fromEntries(heights)).toEqual({
    paceRow: rowTop({ rounds: [], paces: [remark] }, 1),
    row: LANE_HEIGHT,
  });
});

test("the browser does not move the list of rounds by itself, which would look like scrolling away from its end", () => {
  const sheet = readFileSync(join(projectRoot, "renderer/features/inspector/round-list.module.css"), "utf8");
  expect(/\.scroller \{[^}]*overflow-anchor: none;/.test(sheet)).toBe(true);
});
