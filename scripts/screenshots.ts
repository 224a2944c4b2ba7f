/**
 * Takes the pictures of docs/screenshots from the running app, in both themes: the web version in Chromium, and the
 * desktop app in the Electron that the tests use. Look at every one before you commit them.
 */
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { OutriderError } from "../contract/outrider-error.ts";
import { makeDataFolder, startOutrider } from "../test/e2e/electron/outrider.ts";
import { provideElectronStage } from "../test/e2e/electron/runtime.ts";
import { chromiumPath, startChromium } from "../test/e2e/web/chromium.ts";
import { makeFolders, startWeb } from "../test/e2e/web/outrider.ts";
import { buildBundles } from "./bundles/build-bundles.ts";
import { projectRoot } from "./project-root.ts";
import { runScript } from "./run-script.ts";

const folder = join(projectRoot, "docs", "screenshots");
const themes = ["dark", "light"] as const;
/** Fonts and the theme's colours settle within a frame or two. */
const SETTLE_MS = 500;
const PATIENCE = { timeout: 120_000 };

await runScript(async () => {
  await mkdir(folder, { recursive: true });
  await buildBundles();
  await photographWeb();
  await photographElectron();
});

async function photographWeb(): Promise<void> {
  if (chromiumPath === null) throw new OutriderError("not-found", "No Chromium is installed; the pictures need one.");
  const folders = await makeFolders();
  const outrider = await startWeb(folders);
  const browser = await startChromium(chromiumPath);
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(outrider.address);
    await page.getByRole("textbox", { name: "Message" }).waitFor(PATIENCE);
    await photograph(page, "first-run");
    await ask(page, "Explain gravity in simple terms.");
    await photograph(page, "chat");
    await photographInspector(page);
    await page
      .getByRole("button", { name: "Read", exact: true })
      .or(page.getByRole("radio", { name: "Read" }))
      .last()
      .click();
    await photograph(page, "reading");
    await page.getByRole("button", { name: "Models" }).click();
    await page.getByRole("region", { name: "Memory" }).getByText("Without a draft").waitFor(PATIENCE);
    await photograph(page, "models");
    await page.getByRole("button", { name: "Settings" }).click();
    await photograph(page, "settings");
  } finally {
    await browser.close();
    await outrider.stop();
    await folders.remove();
  }
}

async function photographInspector(page: Page): Promise<void> {
  await page.locator('[role="option"][data-verdict="rejected"]').first().click();
  await page.getByRole("tab", { name: "Token" }).click();
  await page.getByRole("switch", { name: "Surprise" }).click();
  await photograph(page, "token");
  await page.getByRole("switch", { name: "Surprise" }).click();
  await page.getByRole("tab", { name: "Charts" }).click();
  await photograph(page, "charts");
  await page.getByRole("tab", { name: "Rounds" }).click();
  await page.getByRole("group", { name: "Replay" }).getByRole("slider").focus();
  for (const key of ["Home", ...Array.from({ length: 6 }, () => "Shift+ArrowRight"), "ArrowRight", "ArrowRight"]) {
    await page.keyboard.press(key);
  }
  await photograph(page, "replay");
  await page.keyboard.press("Escape");
}

async function photographElectron(): Promise<void> {
  const stage = await provideElectronStage("the picture of the desktop window");
  if (stage === null) return;
  const data = await makeDataFolder();
  const outrider = await startOutrider(stage, data);
  try {
    await ask(outrider.page, "Explain gravity in simple terms.");
    for (const theme of themes) {
      await outrider.page.evaluate(
        (chosen) => Reflect.get(globalThis, "outrider").call("settings.update", { patch: { theme: chosen } }),
        theme,
      );
      await outrider.page.waitForTimeout(SETTLE_MS);
      await outrider.page.screenshot({ path: join(folder, `electron-${theme}.png`) });
    }
  } finally {
    await outrider.stop();
    await rm(data, { recursive: true });
    await stage.display.stop();
  }
}

/** Asks, and waits for the end of the reply. */
async function ask(page: Page, question: string): Promise<void> {
  await page.getByRole("textbox", { name: "Message" }).fill(question);
  await page.getByRole("button", { name: "Send" }).click();
  await page.locator('[data-message-id][data-state="complete"]').first().waitFor(PATIENCE);
  await page.locator("[data-message-id]").first().scrollIntoViewIfNeeded();
}

async function photograph(page: Page, name: string): Promise<void> {
  for (const theme of themes) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    await page.waitForTimeout(SETTLE_MS);
    await page.screenshot({ path: join(folder, `${name}-${theme}.png`) });
  }
}
