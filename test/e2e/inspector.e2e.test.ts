/** The inspector in a real Chromium over the real engine: its figures against the stored trace, and what leaves it. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type TraceFile, traceFileSchema } from "../../contract/trace-file.ts";
import { buildBundles } from "../../scripts/bundles/build-bundles.ts";
import { bundledTarget, exactSettings } from "../engine/fixtures/bundled-pair.ts";
import { createWitness, openLibrary, softmaxAfter } from "../engine/runtime/witness.ts";
import { enginesOf } from "./engine-processes.ts";
import { chromiumPath, startChromium } from "./web/chromium.ts";
import { makeFolders, startWeb, type WebFolders, type WebOutrider } from "./web/outrider.ts";

const QUESTION = "Explain gravity in simple terms.";
/** What the bundled model's chat template makes of the question, written out. */
const PROMPT =
  "<|im_start|>system\nYou are a helpful AI assistant named SmolLM, trained by Hugging Face<|im_end|>\n" +
  `<|im_start|>user\n${QUESTION}<|im_end|>\n<|im_start|>assistant\n`;
const PATIENCE = { timeout: 100_000 };

if (chromiumPath === null) process.stderr.write("SKIPPED: the inspector in a browser: no Chromium is installed.\n");

describe.skipIf(chromiumPath === null)("the inspector", { timeout: 240_000 }, () => {
  let folders: WebFolders;
  let downloads: string;
  let outrider: WebOutrider;
  let browser: Browser;
  let page: Page;
  let trace: TraceFile;

  beforeAll(async () => {
    await buildBundles();
    folders = await makeFolders();
    downloads = await mkdtemp(join(tmpdir(), "outrider-traces-"));
    const decoding = { maxTokens: 40, capture: "candidates", temperature: 0.8, seed: 7 };
    await writeFile(join(folders.data, "settings.json"), JSON.stringify({ load: exactSettings, decoding }));
    outrider = await startWeb(folders);
    browser = await startChromium(chromiumPath ?? "");
    page = await browser.newPage({ viewport: { width: 1440, height: 900 }, acceptDownloads: true });
    await page.goto(outrider.address);
    await page.getByRole("textbox", { name: "Message" }).fill(QUESTION);
    await page.getByRole("button", { name: "Send" }).click();
    await page.locator('[data-message-id][data-state="complete"]').first().waitFor(PATIENCE);
    trace = traceFileSchema.parse(JSON.parse(await exported("Trace (JSON)", "trace.json")));
  });
  afterAll(async () => {
    await browser?.close();
    await outrider?.stop();
    await folders?.remove();
    if (downloads !== undefined) await rm(downloads, { recursive: true });
  });

  async function exported(item: string, name: string): Promise<string> {
    await page.getByRole("button", { name: "Export or import" }).click();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("menuitem", { name: item }).click(),
    ]);
    await download.saveAs(join(downloads, name));
    return readFile(join(downloads, name), "utf8");
  }

  const fact = async (key: string): Promise<string> =>
    (await page.locator(`[data-fact="${key}"] dd > :first-child`).textContent()) ?? "";

  test("the card of a rejected token says what the stored trace says", async () => {
    const round = trace.rounds.find(({ end }) => end === "mismatch");
    const guess = round?.drafted.find(({ verdict }) => verdict === "rejected");
    const drawn = guess?.acceptance;
    if (round === undefined || guess === undefined || drawn === undefined) throw new Error("no guess was rejected");
    const slot = `d${round.drafted.indexOf(guess)}`;
    await page.locator(`[role="option"][data-round="${round.index}"][data-slot="${slot}"]`).click();
    await page.getByRole("tab", { name: "Token" }).click();
    for (const [key, value] of [
      ["p", guess.p],
      ["q", guess.q],
      ["warped-p", drawn.p],
      ["warped-q", drawn.q],
      ["acceptance", drawn.probability],
      ["random", drawn.random],
    ] as const) {
      const wanted = value ?? Number.NaN;
      expect(Math.abs(Number(await fact(key)) - wanted), key).toBeLessThanOrEqual(wanted < 1e-4 ? wanted / 10 : 5.1e-5);
    }
    expect(await page.getByText(`id ${guess.id}`, { exact: true }).count()).toBe(1);
  });

  test("the p on the card of a rejected token is what the target alone gives it, asked through the library", async () => {
    const llama = await openLibrary();
    try {
      const target = await createWitness(llama, bundledTarget);
      const prompt = target.tokenizeTemplate(PROMPT);
      expect(prompt).toHaveLength(trace.summary?.promptTokens ?? 0);
      const rejected = trace.rounds.flatMap((round) =>
        round.drafted.flatMap((guess, index) => (guess.verdict === "rejected" ? [{ round, guess, index }] : [])),
      );
      expect(rejected.length).toBeGreaterThan(0);
      for (const { round, guess, index } of rejected.slice(0, 3)) {
        await page.locator(`[role="option"][data-round="${round.index}"][data-slot="d${index}"]`).click();
        await page.getByRole("tab", { name: "Token" }).click();
        const before = trace.rounds.slice(0, round.index).flatMap(({ emitted }) => emitted);
        const prefix = [...prompt, ...[...before, ...round.drafted.slice(0, index)].map(({ id }) => id)];
        const alone = (await softmaxAfter(target, prefix)).probabilityOf(guess.id);
        expect(Math.abs(Number(await fact("p")) - alone)).toBeLessThan(1e-3);
      }
      // The card of the next test.
      const [first] = rejected;
      if (first !== undefined)
        await page.locator(`[role="option"][data-round="${first.round.index}"][data-slot="d${first.index}"]`).click();
    } finally {
      await llama.dispose();
    }
  });

  test("a candidate of the card branches the reply: the first token after the kept ones is the chosen one", async () => {
    const round = trace.rounds.find(({ end }) => end === "mismatch");
    const guess = round?.drafted.find(({ verdict }) => verdict === "rejected");
    if (round === undefined || guess === undefined) throw new Error("no guess was rejected");
    const at = round.drafted.indexOf(guess);
    const keep = trace.rounds.slice(0, round.index).flatMap(({ emitted }) => emitted).length + at;
    await page
      .locator('tr[data-this="true"]')
      .getByRole("button", { name: /Continue from here/ })
      .click();
    await page.locator('[role="option"][data-origin="chosen"]').first().waitFor(PATIENCE);
    await page.locator('[data-message-id][data-state="complete"]').first().waitFor(PATIENCE);
    const branch = traceFileSchema.parse(JSON.parse(await exported("Trace (JSON)", "branch.json")));
    const ids = branch.rounds.flatMap(({ emitted }) => emitted.map(({ id }) => id));
    const before = trace.rounds.flatMap(({ emitted }) => emitted.map(({ id }) => id));
    expect(ids.slice(0, keep)).toEqual(before.slice(0, keep));
    expect(ids[keep]).toBe(guess.id);
    expect(branch.rounds.flatMap(({ emitted }) => emitted)[keep]?.origin).toBe("chosen");
    trace = branch;
  });

  test("the replay steps by round with the keyboard while no engine runs", async () => {
    const [engine] = await enginesOf(outrider.pid);
    if (engine === undefined) throw new Error("no engine process was found");
    process.kill(engine, "SIGKILL");
    const emitted = page.locator('[role="option"][data-origin]');
    await page.getByRole("group", { name: "Replay" }).getByRole("slider").focus();
    await page.keyboard.press("Home");
    expect(await emitted.count()).toBe(0);
    for (const count of [1, 2, 3]) {
      await page.keyboard.press("Shift+ArrowRight");
      const due = trace.rounds.slice(0, count).flatMap((round) => round.emitted).length;
      await expect.poll(() => emitted.count()).toBe(due);
    }
    await page.keyboard.press("Escape");
    await expect.poll(() => emitted.count()).toBe(trace.rounds.flatMap((round) => round.emitted).length);
  });

  test("the exported page opens without a network and holds every token", async () => {
    await exported("Replay page (HTML)", "replay.html");
    const context = await browser.newContext({ offline: true });
    const replay = await context.newPage();
    const requests: string[] = [];
    const problems: string[] = [];
    replay.on("request", (request) => requests.push(request.url()));
    replay.on("pageerror", (error) => problems.push(error.message));
    replay.on("console", (message) => message.type() === "error" && problems.push(message.text()));
    const address = pathToFileURL(join(downloads, "replay.html")).href;
    await replay.goto(address);
    const tokens = trace.rounds.flatMap((round) => round.emitted).length;
    await expect.poll(() => replay.locator("[data-emitted]:visible").count()).toBe(tokens);
    await replay.keyboard.press("Home");
    await expect.poll(() => replay.locator("[data-emitted]:visible").count()).toBe(0);
    await replay.keyboard.press("Shift+ArrowRight");
    const first = trace.rounds[0]?.emitted.length;
    await expect.poll(() => replay.locator("[data-emitted]:visible").count()).toBe(first);
    expect(requests.filter((url) => url !== address)).toEqual([]);
    expect(problems).toEqual([]);
    await context.close();
  });

  test("a trace that was tampered with is refused with its reason, the true one becomes a chat", async () => {
    const tampered = { ...trace, reply: { ...trace.reply, text: `${trace.reply.text} Buy now.` } };
    const upload = async (content: unknown): Promise<void> => {
      const buffer = Buffer.from(JSON.stringify(content));
      await page
        .getByLabel("A trace exported as JSON", { exact: true })
        .setInputFiles({ name: "t.json", mimeType: "application/json", buffer });
    };
    await upload(tampered);
    await page.getByText(/The tokens of its rounds do not make up its text/).waitFor();
    await upload(trace);
    await page
      .getByRole("button", { name: /\(imported\)$/ })
      .first()
      .waitFor();
    const tokens = trace.rounds.flatMap((round) => round.emitted).length;
    await expect.poll(() => page.locator('[role="option"][data-origin]').count()).toBe(tokens);
  });
});
