/**
 * The desktop app in a real Electron window, answering with the real engine. Two things differ from what users get: the
 * Electron is an old one that can be fetched from npm, and the engine runs in a child of this Node instead of Electron's
 * utility process (see electron-utility.e2e.test.ts for that).
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { traceFileSchema } from "../../contract/trace-file.ts";
import { contentSecurityPolicy } from "../../host/page/page-headers.ts";
import { buildBundles } from "../../scripts/bundles/build-bundles.ts";
import { makeDataFolder, plantedToken, type RunningOutrider, startOutrider } from "./electron/outrider.ts";
import { provideElectronStage, sandboxSwitches } from "./electron/runtime.ts";
import { enginesOf } from "./engine-processes.ts";

const QUESTION = "Explain gravity in simple terms.";
const REPLY_MS = 100_000;
const stage = await provideElectronStage("the desktop app in a real window");

describe.skipIf(stage === null)("the desktop app", () => {
  let dataFolder: string;
  let outrider: RunningOutrider;

  beforeAll(async () => {
    if (stage === null) return;
    await buildBundles();
    dataFolder = await makeDataFolder();
    outrider = await startOutrider(stage, dataFolder);
  });
  afterAll(async () => {
    await outrider.stop();
    await rm(dataFolder, { recursive: true });
    await stage?.display.stop();
  });

  test("opens one window on the app's own scheme", async () => {
    expect(outrider.page.url()).toBe("app://outrider/index.html");
    expect(await outrider.page.title()).toContain("Outrider");
    expect(outrider.app.windows()).toHaveLength(1);
  });

  test("its page has no Node and no Electron, only the bridge", async () => {
    const found = await outrider.page.evaluate(() => ({
      node: ["require", "process", "module", "Buffer", "global"].filter((name) => name in globalThis),
      bridge: Object.keys(Reflect.get(globalThis, "outrider")),
    }));
    expect(found).toEqual({ node: [], bridge: ["call", "addDropped", "subscribe"] });
  });

  test("sends its security policy as a header, and the page is held to it", async () => {
    const page = await outrider.page.evaluate(async () => {
      const { headers } = await fetch(location.href);
      const script = document.createElement("script");
      script.textContent = "globalThis.injected = true;";
      document.head.append(script);
      script.remove();
      return {
        policy: headers.get("content-security-policy"),
        sniffing: headers.get("x-content-type-options"),
        injected: "injected" in globalThis,
        fetched: await fetch("https://example.com/").then(
          () => true,
          () => false,
        ),
      };
    });
    expect(page).toEqual({ policy: contentSecurityPolicy, sniffing: "nosniff", injected: false, fetched: false });
  });

  test("lets no request of its session out, whatever the page's policy says", async () => {
    const failure = await outrider.app.evaluate(({ session }) =>
      session.defaultSession.fetch("https://example.com/").then(
        () => "it went out",
        (error: unknown) => String(error),
      ),
    );
    expect(failure).toContain("ERR_BLOCKED_BY_CLIENT");
  });

  test("opens no windows and goes nowhere else", async () => {
    const { page, app } = outrider;
    expect(await page.evaluate(() => window.open("https://example.com/"))).toBeNull();
    expect(await page.evaluate(() => window.open("app://outrider/index.html"))).toBeNull();
    for (const address of ["https://example.com/", "file:///etc/hosts", "app://outrider/icon.svg"]) {
      await goTo(address);
    }
    // A navigation that was let through would have begun before this round trip is over.
    await app.evaluate(() => undefined);
    expect([page.url(), app.windows().length]).toEqual(["app://outrider/index.html", 1]);

    // Electron cannot refuse this one; the app comes back from it, with a new page.
    await page.evaluate(() => Object.assign(globalThis, { isOldPage: true }));
    await goTo("about:blank");
    const isBack = (): Promise<boolean> =>
      page
        .evaluate(
          () => !("isOldPage" in globalThis) && location.protocol === "app:" && document.readyState === "complete",
        )
        .catch(() => false);
    await expect.poll(isBack).toBe(true);

    function goTo(address: string): Promise<void> {
      return page.evaluate((target) => {
        location.href = target;
      }, address);
    }
  });

  test("grants writing to the clipboard and nothing else", async () => {
    const { page } = outrider;
    const state = (name: string): Promise<string> =>
      page.evaluate(async (asked) => {
        // The names are Chromium's; TypeScript's list is shorter.
        const status = await navigator.permissions.query({ name: asked as PermissionName });
        return status.state;
      }, name);
    expect(await state("clipboard-write")).toBe("granted");
    for (const name of ["clipboard-read", "geolocation", "notifications", "camera", "microphone"]) {
      expect([name, await state(name)]).toEqual([name, "denied"]);
    }
    expect(await page.evaluate(() => Notification.requestPermission())).toBe("denied");
  });

  test("checks what the page asks of the host", async () => {
    const answers = await outrider.page.evaluate(async () => {
      const { call } = Reflect.get(globalThis, "outrider");
      return [await call("shell.run", {}), await call("chats.open", { chatId: "../../etc" })];
    });
    expect(answers).toMatchObject([
      { ok: false, error: { kind: "invalid-input" } },
      { ok: false, error: { kind: "invalid-input" } },
    ]);
  });

  test("a model folder is picked in the system's dialog, and looked through", async () => {
    const { app, page } = outrider;
    const folder = join(dataFolder, "picked");
    await mkdir(folder);
    await writeFile(join(folder, "letter.gguf"), "Dear neighbour, this is no model.");
    // Nothing can click in a native dialog.
    await app.evaluate(({ dialog }, picked) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [picked] });
    }, folder);
    await page.getByRole("button", { name: "Models" }).click();
    await page.getByRole("button", { name: "Add folder…" }).click();
    await page
      .getByText(/letter\.gguf is not a GGUF file/u)
      .first()
      .waitFor({ timeout: 60_000 });
    await page.getByRole("button", { name: "Chat", exact: true }).click();
  });

  test("a model file is picked in the system's dialog, and what is dropped on the screen is added where it lies", async () => {
    const { app, page } = outrider;
    const folder = join(dataFolder, "dropped");
    await mkdir(folder);
    const [picked, dropped] = [join(dataFolder, "picked.gguf"), join(dataFolder, "lone.gguf")];
    for (const path of [picked, dropped, join(folder, "inside.gguf")]) await writeFile(path, "no model");
    await app.evaluate(({ dialog }, path) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] });
    }, picked);
    await page.getByRole("button", { name: "Models" }).click();
    await page.getByRole("button", { name: "Add model file…" }).click();
    await page.getByRole("button", { name: `Remove ${picked}` }).waitFor();

    await dropFiles(page, [dropped, folder]);
    await page.getByRole("button", { name: `Remove ${dropped}` }).waitFor();
    await page.getByRole("button", { name: `Remove ${folder}` }).waitFor();
    const mine = page.getByRole("list", { name: "On this computer" });
    for (const path of [dropped, join(folder, "inside.gguf")]) await mine.getByText(path, { exact: true }).waitFor();
    await page.getByRole("button", { name: `Remove ${dropped}` }).click();
    await mine.getByText(dropped, { exact: true }).waitFor({ state: "detached" });
    expect(page.url()).toBe("app://outrider/index.html");
    await page.getByRole("button", { name: "Chat", exact: true }).click();
  });

  test("what the system draws follows the theme of the settings", async () => {
    const { page, app } = outrider;
    for (const [theme, source] of [
      ["dark", "dark"],
      ["auto", "system"],
    ]) {
      await page.evaluate(
        (chosen) => Reflect.get(globalThis, "outrider").call("settings.update", { patch: { theme: chosen } }),
        theme,
      );
      expect(await app.evaluate(({ nativeTheme }) => nativeTheme.themeSource)).toBe(source);
    }
  });

  test("a second start ends at once and leaves the first alone", async () => {
    const second = spawn(outrider.executable, [...sandboxSwitches], { env: outrider.environment, stdio: "ignore" });
    const [code] = await once(second, "exit");
    expect(code).toBe(0);
    expect(outrider.app.windows()).toHaveLength(1);
  });

  test("a question gets a streamed answer with accepted and rejected tokens, which a reload shows again", {
    timeout: REPLY_MS + 60_000,
  }, async () => {
    const { page } = outrider;
    await ask(page, QUESTION);

    // While the reply is still being written: the stop button is there.
    const accepted = page.getByRole("option").and(page.locator('[data-origin="accepted"]'));
    const rejected = page.getByRole("option").and(page.locator('[data-verdict="rejected"]'));
    await accepted.first().waitFor({ timeout: REPLY_MS });
    expect(await page.getByRole("button", { name: "Stop" }).isVisible()).toBe(true);
    await rejected.first().waitFor({ timeout: REPLY_MS });
    await page.locator('[data-state="complete"]').waitFor({ timeout: REPLY_MS });

    const before = await tokensOf();
    expect(before.accepted).toBeGreaterThan(0);
    expect(before.rejected).toBeGreaterThan(0);
    const folder = await mkdtemp(join(tmpdir(), "outrider-screenshot-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    await page.screenshot({ path: join(folder, "window.png") });
    expect((await stat(join(folder, "window.png"))).size).toBeGreaterThan(10_000);

    await page.reload();
    await page.getByText(QUESTION).first().click();
    await accepted.first().waitFor();
    expect(await tokensOf()).toEqual(before);

    async function tokensOf() {
      return {
        accepted: await accepted.count(),
        rejected: await rejected.count(),
        emitted: await page.getByRole("option").and(page.locator("[data-origin]")).allTextContents(),
      };
    }
  });

  test("a trace leaves as a file, and comes in again as a chat of its own", async () => {
    const { page, app } = outrider;
    const folder = await mkdtemp(join(tmpdir(), "outrider-trace-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    const file = join(folder, "trace.json");
    // In place of the system's dialog, which nobody could answer here.
    await app.evaluate(({ session }, path) => {
      session.defaultSession.once("will-download", (_event, item) => item.setSavePath(path));
    }, file);
    await page.getByRole("button", { name: "Export or import" }).click();
    await page.getByRole("menuitem", { name: "Trace (JSON)" }).click();
    const written = (): Promise<string> => readFile(file, "utf8").catch(() => "");
    await expect.poll(async () => (await written()).trimEnd().endsWith("}"), { timeout: 20_000 }).toBe(true);
    const trace = traceFileSchema.parse(JSON.parse(await written()));
    const tokens = page.getByRole("option").and(page.locator("[data-origin]"));
    expect(trace.rounds.flatMap(({ emitted }) => emitted)).toHaveLength(await tokens.count());

    await page.getByLabel("A trace exported as JSON", { exact: true }).setInputFiles(file);
    await page
      .getByRole("button", { name: /\(imported\)$/ })
      .first()
      .waitFor();
    await expect.poll(() => tokens.count()).toBe(trace.rounds.flatMap(({ emitted }) => emitted).length);
  });

  test("the engine sees what it needs of the environment, and no secrets", async () => {
    const [engine] = await enginesOf(outrider.app.process().pid);
    const environment = await readFile(`/proc/${engine}/environ`, "utf8");
    expect(environment.split("\0")).toContain("UV_THREADPOOL_SIZE=1");
    expect(environment).not.toContain(plantedToken);
  });

  test("nothing of its own broke the page's security policy", () => {
    const violations = outrider.consoleLines.filter((line) => /Content Security Policy|Refused to/.test(line));
    // The script and the request that the tests above tried.
    expect(violations.filter((line) => !/inline script|example\.com/.test(line))).toEqual([]);
  });

  test("a page that crashes is loaded again", async () => {
    const bridge = await outrider.app.evaluate(async ({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      const loaded = new Promise<void>((resolve) => contents?.once("did-finish-load", () => resolve()));
      contents?.forcefullyCrashRenderer();
      await loaded;
      return contents?.executeJavaScript("window.outrider.call('app.state', {}).then(({ ok }) => ok)");
    });
    expect(bridge).toBe(true);
  });

  test("Ctrl-C in mid-reply ends app and engine in good order, and the chat is there at the next start", async () => {
    if (stage === null) return;
    await outrider.stop();
    outrider = await startOutrider(stage, dataFolder);
    await ask(outrider.page, "Count from one to thirty, in words.");
    await outrider.page.getByRole("option").first().waitFor({ timeout: REPLY_MS });
    const shell = outrider.app.process();
    const engines = await enginesOf(shell.pid);
    expect(engines).toHaveLength(1);

    const ended = once(shell, "exit");
    shell.kill("SIGINT");
    expect(await ended).toEqual([0, null]);
    expect(await Promise.all(engines.map(isAlive))).toEqual([false]);

    await outrider.stop();
    outrider = await startOutrider(stage, dataFolder);
    await outrider.page.getByText("Count from one to thirty").first().click();
    await outrider.page.getByRole("option").first().waitFor();
  });
});

/** As from a file manager, onto the middle of the window. */
async function dropFiles(page: Page, files: readonly string[]): Promise<void> {
  const { x, y } = await page.evaluate(() => ({ x: innerWidth / 2, y: innerHeight / 2 }));
  const devtools = await page.context().newCDPSession(page);
  const data = { items: [], files: [...files], dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"] as const) {
    await devtools.send("Input.dispatchDragEvent", { type, x, y, data });
  }
  await devtools.detach();
}

async function ask(page: Page, question: string): Promise<void> {
  await page.getByRole("textbox", { name: "Message" }).fill(question);
  await page.getByRole("button", { name: "Send" }).click();
}

async function isAlive(pid: number): Promise<boolean> {
  return readFile(`/proc/${pid}/status`, "utf8").then(
    (status) => !/^State:\s+Z/m.test(status),
    () => false,
  );
}
