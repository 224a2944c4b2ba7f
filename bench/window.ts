/**
 * What the page costs while a long reply streams into it and while it is scrolled: the real page in Chromium over the
 * real host and web server, fed by a scripted engine. See docs/benchmarks.md.
 */
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { renderHelp } from "../cli/arguments/help-page.ts";
import { OutriderError } from "../contract/outrider-error.ts";
import { buildBundles } from "../scripts/bundles/build-bundles.ts";
import { projectRoot } from "../scripts/project-root.ts";
import { runScript } from "../scripts/run-script.ts";
import { chromiumPath, startChromium } from "../test/e2e/web/chromium.ts";
import { heapInUse, type Measured, measureFrames } from "./window/measure.ts";
import { readWindowOptions, type View, type WindowOptions, windowHelp } from "./window/options.ts";
import { type HeapReading, renderWindowReport } from "./window/report.ts";
import { startScriptedApp } from "./window/scripted-app.ts";
import { type ScrollPlan, scrollThrough } from "./window/scroll-through.ts";

/** What follows the end of a reply (its trace is read, charts are drawn) is over by then. */
const SETTLE_MS = 2_000;
const SCROLLED_FRAMES = 120;
const LEAPS = 40;

const scrolled: readonly { readonly name: string; readonly view: View; readonly inside: string }[] = [
  { name: "lanes", view: "tokens", inside: "[data-lane]" },
  { name: "token view", view: "tokens", inside: "[data-message-id] [data-slot]" },
  { name: "reading view", view: "read", inside: "[data-message-id][data-view]" },
];

await runScript(async () => {
  const options = readWindowOptions(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(renderHelp(windowHelp, process.stdout.columns ?? null));
    return;
  }
  if (chromiumPath === null) throw new OutriderError("not-found", "No Chromium is installed; the page needs one.");
  if (options.page === null) await buildBundles({ only: ["renderer"] });
  const app = await startScriptedApp(options.page ?? join(projectRoot, "dist", "renderer"));
  const browser = await startChromium(chromiumPath);
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(app.address);
    process.stdout.write(await measureWindow(browser, page, options));
  } finally {
    await browser.close();
    await app.close();
  }
});

async function measureWindow(browser: Browser, page: Page, options: WindowOptions): Promise<string> {
  const devtools = await page.context().newCDPSession(page);
  const measured: Measured[] = [];
  const heap: HeapReading[] = [];
  const readHeap = async (when: string): Promise<void> => {
    heap.push({ when, megabytes: await heapInUse(devtools) });
  };
  // The first reply loads what every later one has as well: fonts, the script of formulas.
  await ask(page, 50, options.rate);
  await page.getByRole("button", { name: "New chat" }).click();
  await readHeap("before");
  measured.push(
    await measureFrames(browser, page, `streaming, ${options.view}`, options.trace, () =>
      ask(page, options.tokens, options.rate, options.view),
    ),
  );
  await page.waitForTimeout(SETTLE_MS);
  await readHeap("after the reply");
  for (const { name, view, inside } of scrolled.filter(({ view }) => view === options.view)) {
    await show(page, view);
    const plans: readonly [string, ScrollPlan][] = [
      [`scrolling ${name}`, { inside, frames: SCROLLED_FRAMES, step: 120 }],
      [`leaping through ${name}`, { inside, frames: LEAPS, step: null }],
    ];
    for (const [title, plan] of plans) {
      measured.push(await measureFrames(browser, page, title, options.trace, () => scrollThrough(page, plan)));
    }
  }
  await readHeap("after scrolling");
  await page.getByRole("button", { name: "New chat" }).click();
  await page.waitForTimeout(SETTLE_MS);
  await readHeap("in a new chat");
  return renderWindowReport(measured, heap);
}

/** Asks for a reply of so many tokens and waits for its end. */
async function ask(page: Page, tokens: number, perSecond: number, view: View = "tokens"): Promise<void> {
  await page.getByRole("textbox", { name: "Message" }).fill(`story ${tokens} at ${perSecond}`);
  await page.getByRole("button", { name: "Send" }).click();
  await page.locator("[data-message-id][data-view]").waitFor();
  await show(page, view);
  // A longer time than it takes at that speed is one of the results.
  const patience = 30_000 + (tokens / perSecond) * 4_000;
  // Not by waiting for a selector: that searches the whole page in every frame, and would be a good part of what is measured.
  const reply = await page.locator("[data-message-id][data-view]").elementHandle();
  await page.waitForFunction((element) => element?.getAttribute("data-state") === "complete", reply, {
    polling: 1_000,
    timeout: patience,
  });
  // Held on to, it would keep the whole reply in memory.
  await reply?.dispose();
}

async function show(page: Page, view: View): Promise<void> {
  if ((await page.locator("[data-message-id][data-view]").getAttribute("data-view")) === view) return;
  await page.getByRole("radio", { name: view === "read" ? "Read" : "Tokens", exact: true }).click();
}
