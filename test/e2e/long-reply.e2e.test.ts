/** A reply of hundreds of rounds, of which only those in sight are in the page: the real page and host, a scripted engine. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ScriptedApp, startScriptedApp } from "../../bench/window/scripted-app.ts";
import { chromiumPath, startChromium } from "./web/chromium.ts";

if (chromiumPath === null) process.stderr.write("SKIPPED: a long reply in the browser: no Chromium is installed.\n");

interface ShownLines {
  /** Rounds among the lines that are in the page, from 0. */
  readonly rounds: readonly number[];
  /** Whether the lines cover what is in sight, each beginning where the one above it ends. */
  readonly whole: boolean;
}

describe.skipIf(chromiumPath === null)("a long reply in the browser", { timeout: 120_000 }, () => {
  let app: ScriptedApp;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    app = await startScriptedApp();
    browser = await startChromium(chromiumPath ?? "");
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(app.address);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });

  const shown = (): Promise<ShownLines> =>
    page.getByRole("list", { name: "Rounds of the reply" }).evaluate((list) => {
      const sight = list.parentElement?.getBoundingClientRect() ?? new DOMRect();
      const lines = [...list.children].map((line) => line.getBoundingClientRect());
      const [first] = lines;
      const last = lines.at(-1);
      const end = list.getBoundingClientRect().bottom;
      return {
        rounds: [...list.querySelectorAll("[data-lane]")].map((lane) => Number(lane.getAttribute("data-lane"))),
        whole:
          first !== undefined &&
          last !== undefined &&
          first.top <= sight.top &&
          last.bottom >= Math.min(sight.bottom, end) - 1 &&
          lines.every((line, index) => index === 0 || Math.abs(line.top - (lines[index - 1]?.bottom ?? 0)) < 1),
      };
    });
  const roundCount = async (): Promise<number> => {
    const header = await page.locator("[data-message-id][data-view] header p").textContent();
    return Number(/[\d,]+/.exec(header ?? "")?.[0].replace(",", ""));
  };
  const scroll = (share: number): Promise<void> =>
    page.getByRole("list", { name: "Rounds of the reply" }).evaluate((list, to) => {
      const scroller = list.parentElement;
      if (scroller !== null) scroller.scrollTop = to * (scroller.scrollHeight - scroller.clientHeight);
    }, share);

  test("its lanes follow it while it is written, until somebody scrolls up", async () => {
    await page.getByRole("textbox", { name: "Message" }).fill("story 1500 at 500");
    await page.getByRole("button", { name: "Send" }).click();
    await expect.poll(async () => (await shown()).rounds.at(-1)).toBeGreaterThan(60);
    await expect.poll(shown).toMatchObject({ whole: true });
    await scroll(0);
    await page.locator('[data-lane="0"]').waitFor();
    const before = await roundCount();
    await expect.poll(roundCount).toBeGreaterThan(before);
    expect((await shown()).rounds[0]).toBe(0);
    await page.locator('[data-message-id][data-state="complete"]').waitFor();
    expect(await shown()).toMatchObject({ whole: true });
    expect((await shown()).rounds[0]).toBe(0);
  });

  test("every place of it can be scrolled to, and few of its lanes are in the page", async () => {
    const count = await roundCount();
    expect(count).toBeGreaterThan(200);
    for (const share of [0.5, 0.25, 1, 0]) {
      await scroll(share);
      const wanted = Math.round(share * (count - 1));
      await expect
        .poll(async () => {
          const { rounds, whole } = await shown();
          return { near: rounds.some((round) => Math.abs(round - wanted) < 20), whole, few: rounds.length < 60 };
        })
        .toEqual({ near: true, whole: true, few: true });
    }
    await scroll(1);
    await page.locator(`[data-lane="${count - 1}"]`).waitFor();
  });

  test.each(["no-preference", "reduce"] as const)(
    "its lanes follow it to its end, motion: %s",
    async (reducedMotion) => {
      await page.emulateMedia({ reducedMotion });
      await page.getByRole("button", { name: "New chat" }).click();
      await page.getByRole("textbox", { name: "Message" }).fill("story 300 at 300");
      await page.getByRole("button", { name: "Send" }).click();
      await page.locator('[data-message-id][data-state="complete"]').waitFor();
      const count = await roundCount();
      expect(count).toBeGreaterThan(60);
      await expect.poll(shown).toMatchObject({ whole: true });
      expect((await shown()).rounds.at(-1)).toBe(count - 1);
    },
  );
});
