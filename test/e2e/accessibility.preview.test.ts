/** Every screen in both themes, looked through by axe (WCAG 2.2 A and AA, contrast included) in a real browser. */
import axe from "axe-core";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { chromiumPath } from "./web/chromium.ts";
import { usePreviewPages } from "./web/preview-pages.ts";

if (chromiumPath === null) process.stderr.write("SKIPPED: accessibility in a browser: no Chromium is installed.\n");

const everyRule = `["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]`;
const rulesOfColours = `{ type: "rule", values: ["color-contrast", "link-in-text-block"] }`;

interface Press {
  readonly role: "button" | "combobox" | "menuitem" | "option" | "tab";
  readonly name: string | RegExp;
}

/** Scenes of the preview, and what to press in them, one after the other. */
const screens: readonly { readonly scene: string; readonly press?: readonly Press[] }[] = [
  { scene: "chat" },
  { scene: "chat", press: [{ role: "button", name: "One token back (←)" }] },
  { scene: "captured", press: [{ role: "tab", name: "Charts" }] },
  {
    scene: "captured",
    press: [
      { role: "option", name: /, rejected$/ },
      { role: "tab", name: "Token" },
    ],
  },
  { scene: "markdown" },
  { scene: "formulas" },
  { scene: "first" },
  { scene: "elsewhere" },
  { scene: "crashed" },
  { scene: "loading" },
  { scene: "refused" },
  { scene: "chat", press: [{ role: "button", name: "Models" }] },
  { scene: "chat", press: [{ role: "button", name: "Settings" }] },
];

/** What opens over the page of the scene `captured`, one after the other; Escape closes each. */
const popups: readonly (readonly Press[])[] = [
  [{ role: "button", name: "Actions for CSV column means" }],
  [
    { role: "button", name: "Actions for CSV column means" },
    { role: "menuitem", name: "System prompt" },
  ],
  [{ role: "button", name: "Export or import" }],
  [{ role: "button", name: /^Sampling: / }],
  [
    { role: "button", name: /^Sampling: / },
    { role: "menuitem", name: /^Save as preset/ },
  ],
  [{ role: "combobox", name: /^Target / }],
  [{ role: "combobox", name: /^Draft / }],
  [{ role: "combobox", name: "Speed of the replay" }],
  [{ role: "button", name: "Keyboard shortcuts (?)" }],
  [
    { role: "button", name: "Hide the inspector" },
    { role: "option", name: /, rejected$/ },
  ],
  [
    { role: "button", name: "Settings" },
    { role: "combobox", name: "Preset" },
  ],
  [{ role: "button", name: "Add folder…" }],
];

describe.skipIf(chromiumPath === null)("accessibility", { timeout: 60_000 }, () => {
  const preview = usePreviewPages();
  const wide = { viewport: { width: 1440, height: 900 } };

  async function pressAll(page: Page, presses: readonly Press[]): Promise<void> {
    for (const { role, name } of presses) await page.getByRole(role, { name, exact: true }).first().click();
  }

  /** Only what is wrong comes over: with all that passed, the results have more than a megabyte. */
  async function violations(page: Page, rules: string): Promise<string[]> {
    // Half-way from one colour to another nothing has the contrast it will have.
    await expect.poll(() => page.evaluate(() => document.getAnimations().length)).toBe(0);
    return page.evaluate(`axe
      .run({ runOnly: ${rules}, resultTypes: ["violations"] })
      .then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(
        ({ html, failureSummary }) => id + ": " + html.slice(0, 200) + " " + failureSummary)))`);
  }

  /** Everything in the theme the page has, and in the other one what a theme changes: colours. The page keeps that one. */
  async function violationsInBothThemes(page: Page): Promise<string[]> {
    const here = await violations(page, everyRule);
    const other = await switchTheme(page);
    const there = await violations(page, rulesOfColours);
    return [...here, ...there.map((wrong) => `${other}: ${wrong}`)];
  }

  async function switchTheme(page: Page): Promise<string> {
    const ink = () => page.evaluate(() => getComputedStyle(document.body).color);
    const before = await ink();
    const theme = await page.evaluate(() => {
      const { dataset } = document.documentElement;
      dataset.theme = dataset.theme === "dark" ? "light" : "dark";
      return dataset.theme;
    });
    await expect.poll(ink).not.toBe(before);
    return theme;
  }

  const open = (scene: string): Promise<Page> =>
    preview.open(`scene=${scene}&theme=dark`, { ...wide, reducedMotion: "reduce" }, async (page) => {
      // Not as a script element: the page's own policy forbids it.
      await page.addInitScript(axe.source);
    });

  test("icons grow with the text", async () => {
    const page = await preview.open("scene=chat", wide);
    const widths = () =>
      page.locator("svg.lucide").evaluateAll((icons) => icons.map((icon) => icon.getBoundingClientRect().width));
    const normal = await widths();
    expect(normal.length).toBeGreaterThan(10);
    await page.evaluate(() => document.documentElement.setAttribute("data-text-size", "largest"));
    const largest = await widths();
    expect(largest.map((width) => width.toFixed(1))).toEqual(normal.map((width) => (width * 1.5).toFixed(1)));
    await page.close();
  });

  test("lanes show guesses whole or not at all", async () => {
    const page = await preview.open("scene=chat", wide);
    await page.evaluate(() => {
      document.documentElement.style.fontSize = "200%";
    });
    await page.locator("[data-lane]").nth(5).waitFor();
    const places = await page.locator('[data-lane] [data-slot^="d"]').evaluateAll((chips) =>
      chips.map((chip) => {
        const [seen, box] = [chip.parentElement?.getBoundingClientRect(), chip.getBoundingClientRect()];
        if (seen === undefined || box.top >= seen.bottom) return "hidden";
        return box.right <= seen.right && box.bottom <= seen.bottom ? "whole" : "cut";
      }),
    );
    expect(new Set(places)).toEqual(new Set(["whole", "hidden"]));
    await page.close();
  });

  test("with text twice as large the message can still be sent, with the inspector open", async () => {
    const page = await preview.open("scene=chat", { viewport: { width: 1280, height: 800 } }, (blank) =>
      blank.addInitScript(() =>
        document.addEventListener("readystatechange", () => {
          document.documentElement.style.fontSize = "200%";
        }),
      ),
    );
    await page.getByRole("textbox", { name: "Message" }).fill("How long is this?");
    await page.locator("[data-draft-tokens]").waitFor();
    await page.getByRole("button", { name: "Send" }).click({ trial: true, timeout: 5_000 });
    const right = async (selector: string): Promise<number> => {
      const box = await page.locator(selector).boundingBox();
      return (box?.x ?? 0) + (box?.width ?? 0);
    };
    expect(await right('button[aria-label="Send"]')).toBeLessThan(await right("form:has([data-composer])"));
    await page.close();
  });

  test("one Escape closes the overview of keys", async () => {
    const page = await preview.open("scene=chat", { viewport: { width: 1280, height: 800 } });
    await page.getByRole("textbox", { name: "Message" }).blur();
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
    // As long as a remark on its cross would take to appear.
    await page.waitForTimeout(600);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor({ state: "detached", timeout: 5_000 });
    await page.close();
  });

  test("notices lie over nothing: the inspector's corner and the composer stay within reach", async () => {
    const page = await preview.open("scene=chat", wide);
    await page.evaluate(
      `for (const name of ["One", "Two", "Three"]) preview.session.notices.getState().fail(name, new Error("It is long. ".repeat(30)))`,
    );
    await page.getByText("Three", { exact: true }).waitFor();
    for (const name of ["Hide the inspector", "Export or import", "Send"]) {
      await page.getByRole("button", { name, exact: true }).hover({ trial: true, timeout: 5_000 });
    }
    const notices = await page.getByRole("alert").filter({ hasText: "Three" }).boundingBox();
    const inspector = await page.getByRole("complementary", { name: "Inspector" }).boundingBox();
    expect((notices?.y ?? 0) + (notices?.height ?? 0)).toBeLessThanOrEqual(inspector?.y ?? 0);
    await page.close();
  });

  test.each(screens)("axe finds nothing in either theme: %o", async ({ scene, press = [] }) => {
    const page = await open(scene);
    await pressAll(page, press);
    expect(await violationsInBothThemes(page)).toEqual([]);
    await page.close();
  });

  test("axe finds nothing in either theme: menus, lists, cards and dialogs over the page", async () => {
    const page = await open("captured");
    const found: unknown[] = [];
    for (const press of popups) {
      await pressAll(page, press);
      const wrong = await violationsInBothThemes(page);
      if (wrong.length > 0) found.push({ opened: press.map(({ name }) => String(name)), wrong });
      await page.keyboard.press("Escape");
    }
    expect(found).toEqual([]);
    await page.close();
  }, 180_000);
});
