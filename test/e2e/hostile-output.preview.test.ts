/** What a hostile model may write, drawn by a real browser under the page's own policy, token by token. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { chromiumPath, startChromium } from "./web/chromium.ts";
import { type PreviewServer, servePreview } from "./web/preview.ts";

if (chromiumPath === null) process.stderr.write("SKIPPED: hostile output in a browser: no Chromium is installed.\n");

/** What each output left in the page. */
const leftSchema = z.record(z.string(), z.array(z.string()));
const none = (left: Record<string, string[]>) => Object.fromEntries(Object.keys(left).map((name) => [name, []]));

describe.skipIf(chromiumPath === null)("a hostile reply in the browser", { timeout: 240_000 }, () => {
  let server: PreviewServer;
  let browser: Browser;
  let page: Page;
  const events: string[] = [];

  beforeAll(async () => {
    server = await servePreview();
    browser = await startChromium(chromiumPath ?? "");
    const { origin } = server;
    const context = await browser.newContext();
    page = await context.newPage();
    context.on("page", (opened) => events.push(`opened ${opened.url()}`));
    page.on("request", (request) => {
      if (!request.url().startsWith(origin)) events.push(`asked for ${request.url()}`);
    });
    page.on("dialog", (dialog) => events.push(`dialog ${dialog.message()}`));
    page.on("pageerror", (error) => events.push(`error ${error.message}`));
    page.on("framenavigated", (frame) => {
      if (!frame.url().startsWith(`${origin}/?scene=echo`)) events.push(`went to ${frame.url()}`);
    });
    await page.goto(`${origin}/?scene=echo`);
    await page.getByRole("textbox", { name: "Message" }).waitFor();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  test("leaves nothing in the page that should not be there, whatever it is split into", async () => {
    const left = leftSchema.parse(await page.evaluate("preview.feedHostile()"));
    expect(Object.keys(left).length).toBeGreaterThan(30);
    expect(left).toEqual(none(left));
  });

  test("that is far too much leaves the window alive", async () => {
    const left = leftSchema.parse(await page.evaluate("preview.feedExhausting()"));
    expect(left).toEqual(none(left));
    await page.getByRole("button", { name: "New chat" }).click();
    await page.getByRole("textbox", { name: "Message" }).fill("Still there?");
  });

  test("ran nothing, asked nobody for anything and opened nothing", async () => {
    expect(await page.evaluate("window.pwned")).toBeUndefined();
    expect(events).toEqual([]);
  });
});
