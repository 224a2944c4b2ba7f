import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { groundColor, themeSource } from "../../../main/window/theme.ts";
import { projectRoot } from "../../../scripts/project-root.ts";

test("the window's colour before the first frame is that of the page", async () => {
  const tokens = await readFile(join(projectRoot, "renderer/theme/tokens.css"), "utf8");
  const grounds = [...tokens.matchAll(/--ground:\s*(#[0-9a-f]{6})/g)].map(([, color]) => color);
  expect(new Set(grounds)).toEqual(new Set([groundColor(false), groundColor(true)]));
});

test("auto follows the system", () => {
  expect(themeSource("auto")).toBe("system");
  expect(themeSource("dark")).toBe("dark");
});
