/** Chats in a real Chromium over the real engine: an old one is found and gone on with, and all of it is there the next day. */
import { copyFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildBundles } from "../../scripts/bundles/build-bundles.ts";
import { chromiumPath, startChromium } from "./web/chromium.ts";
import { makeFolders, startWeb, type WebFolders, type WebOutrider } from "./web/outrider.ts";

const PATIENCE = { timeout: 100_000 };
const OLD_REPLY = "Hello, welcome to the world of quokkas!";

if (chromiumPath === null) process.stderr.write("SKIPPED: chats in a browser: no Chromium is installed.\n");

describe.skipIf(chromiumPath === null)("chats", { timeout: 240_000 }, () => {
  let folders: WebFolders;
  let outrider: WebOutrider;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    await buildBundles();
    folders = await makeFolders();
    // A chat that an earlier version of Outrider wrote with the bundled pair, traces included.
    const old = fileURLToPath(new URL("../host/fixtures/databases/version-2.db", import.meta.url));
    await copyFile(old, join(folders.data, "outrider.db"));
    const decoding = { maxTokens: 16, k: 3, capture: "figures" };
    await writeFile(join(folders.data, "settings.json"), JSON.stringify({ load: { threads: 1 }, decoding }));
    outrider = await startWeb(folders);
    browser = await startChromium(chromiumPath ?? "");
    page = await browser.newPage({ viewport: { width: 1440, height: 500 }, acceptDownloads: true });
    await page.goto(outrider.address);
  });
  afterAll(async () => {
    await browser?.close();
    await outrider?.stop();
    await folders?.remove();
  });

  const replies = () => page.locator("[data-message-id][data-state]");
  const slider = () => page.getByRole("slider", { name: "k: tokens drafted per round" });
  const openOld = () => page.getByRole("button", { name: "What is a quokka?", exact: true }).click();
  const newChat = () => page.getByRole("button", { name: "New chat" }).click();

  /** Tokens that the draft guessed and the target kept, on screen from the stored rounds. */
  const keptGuesses = () => page.locator('[role="option"][data-origin="accepted"]').count();

  test("a word in an old chat is found, and its message is scrolled to", async () => {
    await page.getByRole("textbox", { name: "Search all chats" }).fill("kangaroo");
    const hit = page.getByRole("region", { name: "Search results" }).getByRole("button");
    await hit.waitFor(PATIENCE);
    expect(await hit.locator("mark").textContent()).toBe("kangaroo");
    await hit.click();
    const found = replies().filter({ hasText: "kangaroo" });
    await found.waitFor(PATIENCE);
    const top = async (): Promise<number> => (await found.boundingBox())?.y ?? Number.NEGATIVE_INFINITY;
    await expect.poll(top, PATIENCE).toBeGreaterThan(0);
    expect(await top()).toBeLessThan(250);
    await page.getByRole("button", { name: "Clear the search" }).click();
  });

  test("an edited question gets a branch of its own, and the switch leads to either", async () => {
    const question = page.getByRole("article", { name: "You" }).filter({ hasText: "Say hello." });
    await question.hover();
    await question.getByRole("button", { name: "Edit" }).click();
    await page.getByRole("textbox", { name: "Edited message" }).fill("Say goodbye.");
    await page.getByRole("button", { name: "Ask" }).click();
    await page.getByRole("article", { name: "You" }).filter({ hasText: "Say goodbye." }).waitFor(PATIENCE);
    await expect.poll(() => replies().last().getAttribute("data-state"), PATIENCE).toBe("complete");
    expect(await keptGuesses()).toBeGreaterThan(0);

    const branches = page.getByRole("group", { name: "Branch 2 of 2" });
    await branches.getByRole("button", { name: "Previous branch" }).click();
    await page.getByRole("article", { name: "You" }).filter({ hasText: "Say hello." }).waitFor(PATIENCE);
    expect(await page.getByText("Say goodbye.").count()).toBe(0);
  });

  test("a chat keeps its k and its preset, and another has others", async () => {
    await page.getByRole("button", { name: "Sampling: Greedy" }).click();
    await page.getByRole("menuitem", { name: /Save as preset/ }).click();
    await page.getByRole("textbox", { name: "Name of the preset" }).fill("Short answers");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Sampling: Short answers" }).waitFor(PATIENCE);
    await slider().press("End");
    await expect.poll(() => slider().inputValue(), PATIENCE).toBe("16");

    await newChat();
    await page.getByRole("button", { name: "Sampling: Short answers" }).click();
    await page.getByRole("menuitemradio", { name: /Balanced/ }).click();
    await page.getByRole("button", { name: /Sampling: Balanced/ }).waitFor(PATIENCE);
    await slider().press("Home");
    await expect.poll(() => slider().inputValue(), PATIENCE).toBe("0");
    await openOld();
    await expectAllKept();
  });

  /** The chat as the tests above left it. */
  async function expectAllKept(): Promise<void> {
    await page.getByRole("button", { name: "Sampling: Short answers" }).waitFor(PATIENCE);
    await expect.poll(() => slider().inputValue(), PATIENCE).toBe("16");
    await page.getByRole("group", { name: "Branch 1 of 2" }).waitFor(PATIENCE);
    await expect.poll(keptGuesses, PATIENCE).toBeGreaterThan(0);
    const words = await replies().last().locator('[role="option"][data-origin]').allTextContents();
    expect(words.join("").replace(/\W+/g, "")).toContain(OLD_REPLY.replace(/\W+/g, ""));
  }

  test("a reload keeps chats, branches, traces, k and presets", async () => {
    await page.reload();
    await openOld();
    await expectAllKept();
  });

  test("an exported chat is imported beside the one it came from, rounds and all, and another file is refused with its reason", async () => {
    await page.getByRole("button", { name: "Actions for What is a quokka?", exact: true }).click();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("menuitem", { name: "Export as JSON, with rounds" }).click(),
    ]);
    const files = page.getByLabel("Chats exported as JSON or Markdown");
    await files.setInputFiles({ name: "diary.md", mimeType: "text/markdown", buffer: Buffer.from("Dear diary") });
    await page.getByText(/neither JSON nor Markdown/).waitFor(PATIENCE);
    await files.setInputFiles({
      name: "chat.json",
      mimeType: "application/json",
      buffer: await readFile(await download.path()),
    });
    const copy = page.getByRole("button", { name: "What is a quokka? (imported)", exact: true });
    await copy.waitFor(PATIENCE);
    await expectAllKept();

    // The copy goes again: what follows looks at the one chat.
    await page.getByRole("button", { name: "Actions for What is a quokka? (imported)" }).click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await copy.waitFor({ ...PATIENCE, state: "detached" });
  });

  test("a new start of the host keeps them as well", async () => {
    await outrider.stop();
    outrider = await startWeb(folders);
    await page.goto(outrider.address);
    await openOld();
    await expectAllKept();
    await page.getByRole("group", { name: "Branch 1 of 2" }).getByRole("button", { name: "Next branch" }).click();
    await page.getByRole("article", { name: "You" }).filter({ hasText: "Say goodbye." }).waitFor(PATIENCE);
    await expect.poll(keptGuesses, PATIENCE).toBeGreaterThan(0);
    await newChat();
    await page.getByRole("button", { name: /Sampling: Balanced/ }).waitFor(PATIENCE);
    expect(await slider().inputValue()).toBe("0");
  });
});
