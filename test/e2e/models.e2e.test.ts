/** Models in a real Chromium: folders, a pair of tiny models, and downloads from a hub on loopback. */
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildBundles } from "../../scripts/bundles/build-bundles.ts";
import { tinyGguf } from "../engine/fixtures/tiny-gguf.ts";
import { textKey } from "../engine/gguf/gguf-bytes.ts";
import { REPOSITORY, startHub } from "../host/downloads/misbehaving-hub.ts";
import { chromiumPath, startChromium } from "./web/chromium.ts";
import { makeFolders, startWeb, type WebFolders, type WebOutrider } from "./web/outrider.ts";

const PATIENCE = { timeout: 60_000 };

if (chromiumPath === null) process.stderr.write("SKIPPED: models in a browser: no Chromium is installed.\n");

const tiny = (name: string, seed: number) =>
  Buffer.from(tinyGguf({ architecture: "llama", seed, keys: [textKey("general.name", name)] }));

describe.skipIf(chromiumPath === null)("the models screen in a browser", { timeout: 240_000 }, () => {
  let folders: WebFolders;
  let outrider: WebOutrider | null = null;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    await buildBundles();
    folders = await makeFolders();
    browser = await startChromium(chromiumPath ?? "");
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  });
  afterAll(async () => {
    await browser?.close();
    await folders?.remove();
  });

  /** Each test has a host of its own: the hub is in its settings. */
  async function withWeb(endpoint: string, work: (web: WebOutrider) => Promise<void>): Promise<void> {
    const settings = { load: { threads: 1, contextSize: 256 }, hub: { endpoint } };
    await writeFile(join(folders.data, "settings.json"), JSON.stringify(settings));
    outrider = await startWeb(folders, { keepLog: true });
    try {
      await page.goto(outrider.address);
      await page.getByRole("button", { name: "Models" }).click();
      await work(outrider);
    } finally {
      await outrider.stop();
    }
  }

  const mine = () => page.getByRole("list", { name: "On this computer" });

  async function choose(label: RegExp, name: RegExp): Promise<void> {
    await page.getByRole("combobox", { name: label }).click();
    await page.getByRole("option", { name }).click();
    await expect.poll(() => page.getByRole("combobox", { name: label }).textContent(), PATIENCE).toMatch(name);
  }

  test("a folder is added, a broken file in it says why, a pair from it is loaded, and its draft is swapped", async () => {
    const folder = join(folders.data, "mine");
    await mkdir(folder);
    await writeFile(join(folder, "big.gguf"), tiny("Tiny Target", 1));
    await writeFile(join(folder, "one.gguf"), tiny("Tiny Draft One", 2));
    await writeFile(join(folder, "two.gguf"), tiny("Tiny Draft Two", 3));
    await writeFile(join(folder, "letter.gguf"), "Dear neighbour, this is no model.");
    await withWeb("http://127.0.0.1:1", async (web) => {
      const loads = (): readonly string[] => web.log().match(/\w+\.gguf (?:was loaded|stays in memory)/gu) ?? [];
      await page.getByRole("textbox", { name: "Add a folder or a GGUF file" }).fill(folder);
      await page.getByRole("button", { name: "Add", exact: true }).click();
      await page
        .getByText(/letter\.gguf is not a GGUF file/u)
        .first()
        .waitFor(PATIENCE);
      await mine().getByText("Tiny Draft Two").waitFor(PATIENCE);

      await choose(/^Target/u, /Tiny Target/u);
      await choose(/^Draft/u, /Tiny Draft One/u);
      await expect.poll(() => loads().at(-1), PATIENCE).toBe("one.gguf was loaded");
      await choose(/^Draft/u, /Tiny Draft Two/u);
      await expect.poll(() => loads().slice(-2), PATIENCE).toEqual(["big.gguf stays in memory", "two.gguf was loaded"]);
      await page
        .getByText(/in memory/u)
        .first()
        .waitFor(PATIENCE);
      const memory = page.getByRole("region", { name: "Memory" });
      await memory.getByText("with the draft").waitFor(PATIENCE);
      expect(await page.getByText(/could not be loaded/u).count()).toBe(0);
    });
  });

  test("a download is paused, survives a reload of the page, and goes on; a wrong checksum leaves no model", async () => {
    const content = tiny("Tiny Download", 4);
    const hub = await startHub([
      { path: "tiny-f32.gguf", content },
      { path: "forged-f16.gguf", content, sha256: "0".repeat(64) },
    ]);
    hub.misdeeds.push({ kind: "hold", afterBytes: 100_000 });
    await withWeb(hub.endpoint, async () => {
      await page.getByRole("textbox", { name: "Repository or address" }).fill(REPOSITORY);
      await page.getByRole("button", { name: "Look", exact: true }).click();
      await page.getByRole("button", { name: "Download tiny-f32.gguf" }).click();
      const row = page.locator("[data-download-id]");
      await expect.poll(() => row.textContent(), PATIENCE).toMatch(/100\skB of/u);
      await row.getByRole("button", { name: "Pause" }).click();
      await row.getByText("paused").waitFor(PATIENCE);
      expect(await mine().getByText("Tiny Download").count()).toBe(0);

      await page.reload();
      await page.getByRole("button", { name: "Models" }).click();
      await row.getByText("paused").waitFor(PATIENCE);
      await row.getByRole("button", { name: "Go on" }).click();
      await expect.poll(() => row.getAttribute("data-status"), PATIENCE).toBe("done");
      await mine().getByText("Tiny Download").waitFor(PATIENCE);
      expect(hub.requests.map(({ range }) => range)).toEqual([undefined, "bytes=100000-"]);

      await page.getByRole("textbox", { name: "Repository or address" }).fill(`${REPOSITORY}/forged-f16.gguf`);
      await page.getByRole("button", { name: "Look", exact: true }).click();
      await page.getByRole("button", { name: "Download forged-f16.gguf" }).click();
      await page
        .getByText(/does not have the checksum its publisher gives/u)
        .first()
        .waitFor(PATIENCE);
      expect((await readdir(folders.models)).sort()).toEqual([".downloads", "tiny-f32.gguf"]);
    });
  });
});
