/** The web version in a real Chromium, answering with the bundled pair through the real engine. */
import { copyFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { buildBundles } from "../../scripts/bundles/build-bundles.ts";
import { bundledTarget } from "../engine/fixtures/bundled-pair.ts";
import { enginesOf } from "./engine-processes.ts";
import { chromiumPath, startChromium } from "./web/chromium.ts";
import { makeFolders, startWeb, type WebFolders, type WebOutrider } from "./web/outrider.ts";

const QUESTION = "Explain gravity in simple terms.";
const REPLY = { timeout: 100_000 };

if (chromiumPath === null) process.stderr.write("SKIPPED: the web version in a browser: no Chromium is installed.\n");

describe.skipIf(chromiumPath === null)("the web version", { timeout: 240_000 }, () => {
  let folders: WebFolders;
  let outrider: WebOutrider;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  const problems: string[] = [];
  const foreignRequests: string[] = [];

  beforeAll(async () => {
    await buildBundles();
    folders = await makeFolders();
    await writeFile(join(folders.models, "a-letter.gguf"), "Dear neighbour, this is no model.");
    await copyFile(bundledTarget, join(folders.models, "cut-short.gguf"));
    await truncate(join(folders.models, "cut-short.gguf"), 40_000_000);
    outrider = await startWeb(folders);
    browser = await startChromium(chromiumPath ?? "");
    context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    page = await context.newPage();
    page.on("pageerror", (error) => problems.push(error.message));
    page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
    page.on("request", (request) => {
      if (!request.url().startsWith(new URL(outrider.address).origin)) foreignRequests.push(request.url());
    });
    await page.goto(outrider.address);
  });
  afterAll(async () => {
    await browser?.close();
    await outrider?.stop();
    await folders?.remove();
  });

  const accepted = () => page.getByRole("option").and(page.locator('[data-origin="accepted"]'));
  const rejected = () => page.getByRole("option").and(page.locator('[data-verdict="rejected"]'));
  const emitted = () => page.getByRole("option").and(page.locator("[data-origin]"));
  const composer = () => page.getByRole("textbox", { name: "Message" });
  const lastReply = () => page.locator("[data-state]").and(page.locator("[data-message-id]")).last();
  const stop = () => page.getByRole("button", { name: "Stop" });

  async function newChat(): Promise<void> {
    const button = page.getByRole("button", { name: "New chat" });
    // In an empty chat there is nothing to leave.
    if ((await button.getAttribute("aria-disabled")) !== "true") await button.click();
  }

  async function ask(text: string): Promise<void> {
    await composer().fill(text);
    await page.getByRole("button", { name: "Send" }).click();
  }

  async function killEngine(): Promise<number> {
    const [engine] = await enginesOf(outrider.pid);
    if (engine === undefined) throw new Error("no engine process was found");
    process.kill(engine, "SIGKILL");
    return engine;
  }

  async function waitForReply(state: string): Promise<void> {
    await expect.poll(() => lastReply().getAttribute("data-state"), REPLY).toBe(state);
  }

  describe("in a new chat", () => {
    beforeEach(async () => {
      await newChat();
    });

    test("shows accepted and rejected tokens while the reply is still being written", async () => {
      await ask(QUESTION);
      await accepted().first().waitFor(REPLY);
      await rejected().first().waitFor(REPLY);
      expect(await lastReply().getAttribute("data-state")).toBe("streaming");
      expect(await stop().isVisible()).toBe(true);
      await stop().click();
      await waitForReply("stopped");
    });

    test("keeps the part of a stopped reply, and a reload shows the same", async () => {
      await ask("Count from one to forty, in words.");
      await expect.poll(() => emitted().count(), REPLY).toBeGreaterThan(10);
      await stop().click();
      await waitForReply("stopped");
      const tokens = await emitted().allTextContents();
      expect(tokens.length).toBeGreaterThan(10);

      await page.reload();
      await page.getByText("Count from one to forty").first().click();
      await expect.poll(() => emitted().allTextContents(), REPLY).toEqual(tokens);
      expect(await lastReply().getAttribute("data-state")).toBe("stopped");
    });

    test("gives a message that waits in line back, with its file, and leaves the reply before it alone", async () => {
      await ask("Tell me a long story about a lighthouse.");
      await accepted().first().waitFor(REPLY);
      const file = { name: "notes.md", mimeType: "text/markdown", buffer: Buffer.from("The sky is blue.") };
      await page.locator('form:has([data-composer]) input[type="file"]').setInputFiles(file);
      await ask("And what of this?");
      await page.getByRole("button", { name: "Take back" }).click();
      await expect.poll(() => composer().inputValue()).toBe("And what of this?");
      expect(await page.getByRole("list", { name: "Attached files" }).textContent()).toContain("notes.md");
      expect(await lastReply().getAttribute("data-state")).toBe("streaming");
      await page.getByRole("button", { name: "Remove notes.md" }).click();
      await composer().fill("");
      await stop().click();
      await waitForReply("stopped");
    });

    test("drafts by the new k from the next round on when the slider moves in mid-reply", async () => {
      await ask("Tell me a long story about a fox.");
      await accepted().first().waitFor(REPLY);
      const slider = page.getByRole("slider", { name: "k: tokens drafted per round" });
      const before = Number(await slider.inputValue());
      await slider.press("ArrowRight");
      await slider.press("ArrowRight");
      await expect
        .poll(
          () =>
            page
              .getByText(new RegExp(`k ${before}, ${before + 1}|k ${before}, ${before + 2}|k .*, ${before + 2}`))
              .count(),
          REPLY,
        )
        .toBeGreaterThan(0);
      await stop().click();
      await waitForReply("stopped");
      await slider.press("ArrowLeft");
      await slider.press("ArrowLeft");
    });

    test("survives a killed engine: says what happened, keeps what was written, answers the next message", async () => {
      await ask("Write a long letter to a neighbour.");
      await expect.poll(() => emitted().count(), REPLY).toBeGreaterThan(5);
      await killEngine();
      await waitForReply("failed");
      expect(await emitted().count()).toBeGreaterThan(5);
      await page
        .getByText(/engine (stopped|ended|crashed|died)/iu)
        .first()
        .waitFor(REPLY);

      await ask("Say hello.");
      await expect.poll(() => lastReply().getAttribute("data-state"), REPLY).toMatch(/complete|streaming/u);
      await waitForReply("complete");
    });

    test("shows the whole reply to a page that is loaded again while the pair is being loaded", async () => {
      const dead = await killEngine();
      // A message sent to an engine that is just dying fails, as it should; the next engine has no pair yet.
      await expect.poll(async () => (await enginesOf(outrider.pid)).some((pid) => pid !== dead), REPLY).toBe(true);
      await ask("Say good morning.");
      await page.reload();
      await page.getByText("Say good morning.").first().click();
      await waitForReply("complete");
      expect(await accepted().count()).toBeGreaterThan(0);
    });

    test("refuses a prompt that is longer than the context, and loses nothing", async () => {
      const long = "word ".repeat(9000);
      await ask(long);
      await waitForReply("failed");
      await page
        .getByText(/context holds/u)
        .first()
        .waitFor();
      await ask("Say hello.");
      // The chat itself is too long now; a new one answers.
      await waitForReply("failed");
      await newChat();
      await ask("Say hello.");
      await waitForReply("complete");
    });

    test("answers a second turn from what both caches hold", async () => {
      await ask("Name three colours.");
      await waitForReply("complete");
      await ask("Which of them is the darkest?");
      await expect
        .poll(() => page.locator('[data-state="complete"]').and(page.locator("[data-message-id]")).count(), REPLY)
        .toBe(2);
      await page
        .getByText(/[1-9][\d,]* re-used/u)
        .first()
        .waitFor(REPLY);
    });
  });

  test("says of files that are no models what is wrong with them", async () => {
    await page
      .getByRole("button", { name: "Models" })
      .or(page.getByRole("link", { name: "Models" }))
      .first()
      .click();
    await page
      .getByText(/a-letter\.gguf is not a GGUF file/u)
      .first()
      .waitFor();
    await page
      .getByText(/cut-short\.gguf is cut short/u)
      .first()
      .waitFor();
    await page
      .getByRole("button", { name: "Chat", exact: true })
      .or(page.getByRole("link", { name: "Chat", exact: true }))
      .first()
      .click();
  });

  test("can be opened once with the token; a second browser is told where to get a fresh one", async () => {
    const stranger = await browser.newContext();
    const other = await stranger.newPage();
    await other.goto(outrider.address);
    expect(await other.locator("body").textContent()).toMatch(/terminal/iu);
    expect((await other.request.get(new URL("/", outrider.address).href)).status()).not.toBe(200);
    await stranger.close();
  });

  test("asked nothing of anybody else, and the page had no errors", () => {
    expect(foreignRequests).toEqual([]);
    expect(problems).toEqual([]);
  });
});
