/** What stands beside the chat where there is room, and lies over it where there is none. */
import type { Locator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { chromiumPath } from "./web/chromium.ts";
import { usePreviewPages } from "./web/preview-pages.ts";

if (chromiumPath === null) process.stderr.write("SKIPPED: the narrow window in a browser: no Chromium is installed.\n");

describe.skipIf(chromiumPath === null)("a narrow window", { timeout: 60_000 }, () => {
  const preview = usePreviewPages();

  const open = (width: number): Promise<Page> =>
    preview.open("scene=captured", { viewport: { width, height: 700 }, reducedMotion: "reduce" });

  const inspector = (page: Page) => page.getByRole("complementary", { name: "Inspector" });
  const opener = (page: Page) => page.getByRole("article").getByRole("button", { name: "Show the inspector" }).first();
  const focused = (part: Locator) => part.evaluate((element) => element === document.activeElement);

  test("lays the inspector over the chat: it takes the focus, and Escape gives it back", async () => {
    const page = await open(600);
    await opener(page).click();
    await inspector(page).waitFor();
    expect(await focused(inspector(page))).toBe(true);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Escape");
    await inspector(page).waitFor({ state: "detached", timeout: 5_000 });
    await expect.poll(() => focused(opener(page))).toBe(true);
    await page.close();
  });

  test("lets Escape end a replay first", async () => {
    const page = await open(600);
    await opener(page).click();
    const place = page.getByRole("group", { name: "Replay" }).getByRole("slider");
    await place.focus();
    await page.keyboard.press("Home");
    await page.keyboard.press("Escape");
    expect(await inspector(page).isVisible()).toBe(true);
    await page.keyboard.press("Escape");
    await inspector(page).waitFor({ state: "detached", timeout: 5_000 });
    await page.close();
  });

  test.each([800, 1024])("of %i pixels has room for both, and Escape closes nothing", async (width) => {
    const page = await open(width);
    await opener(page).click();
    const panel = await inspector(page).boundingBox();
    const box = await page.getByRole("textbox", { name: "Message" }).boundingBox();
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(panel?.x ?? 0);
    await page.keyboard.press("Escape");
    expect(await inspector(page).isVisible()).toBe(true);
    await page.close();
  });

  test("keeps the card of a token beside it, and shows none of a token out of sight", async () => {
    const page = await open(1000);
    const token = page.getByRole("option", { name: /, rejected$/ }).first();
    await token.click();
    const card = page.getByRole("region", { name: "Token" });
    const distance = async (): Promise<number> => {
      const [at, beside] = [await token.boundingBox(), await card.boundingBox()];
      if (at === null || beside === null) return Number.POSITIVE_INFINITY;
      return Math.min(Math.abs(beside.y - at.y - at.height), Math.abs(at.y - beside.y - beside.height));
    };
    await expect.poll(distance).toBeLessThan(12);
    await page.setViewportSize({ width: 760, height: 900 });
    await token.scrollIntoViewIfNeeded();
    await expect.poll(distance).toBeLessThan(12);
    await page.setViewportSize({ width: 760, height: 360 });
    await page.locator("[data-scroller]").evaluate((scroller) => scroller.scrollTo(0, scroller.scrollHeight));
    await expect.poll(() => card.isVisible()).toBe(false);
    await page.close();
  });

  test("lays the side bar over everything, and Escape closes it", async () => {
    const page = await open(600);
    const menu = page.getByRole("button", { name: "Open the side bar" });
    const bar = page.getByRole("region", { name: "Side bar" });
    await menu.click();
    await expect.poll(() => focused(bar)).toBe(true);
    await page.keyboard.press("Escape");
    await bar.waitFor({ state: "hidden", timeout: 5_000 });
    await expect.poll(() => focused(menu)).toBe(true);
    await page.close();
  });
});
