/** Where the desktop app keeps the hub's token, in a real Electron: sealed by the user's key ring, or in a file of their own. */
import { readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { buildBundles } from "../../scripts/bundles/build-bundles.ts";
import { type KeyRing, provideKeyRing } from "./electron/key-ring.ts";
import { makeDataFolder, type RunningOutrider, startOutrider } from "./electron/outrider.ts";
import { provideElectronStage } from "./electron/runtime.ts";

const TOKEN = "hf_aTokenOfNobody";
const stage = await provideElectronStage("the hub's token in the desktop app");
const keyRing = stage === null ? null : await provideKeyRing();
if (keyRing === null) {
  process.stderr.write(
    "\n*** SKIPPED: that a token is sealed: gnome-keyring-daemon and libsecret are not installed. ***\n",
  );
}

describe.skipIf(stage === null)("the hub's token in the desktop app", () => {
  let dataFolder: string;

  beforeAll(() => buildBundles());
  beforeEach(async () => {
    dataFolder = await makeDataFolder();
  });
  afterEach(() => rm(dataFolder, { recursive: true }));
  afterAll(async () => {
    await keyRing?.stop();
    await stage?.display.stop();
  });

  /** Without a key ring it is told to look for none, whatever the computer has. */
  async function withOutrider<Result>(
    ring: KeyRing | null,
    work: (outrider: RunningOutrider) => Promise<Result>,
  ): Promise<Result> {
    if (stage === null) throw new Error("there is no Electron");
    const outrider = await startOutrider(stage, dataFolder, {
      switches: [`--password-store=${ring === null ? "basic" : "gnome-libsecret"}`],
      environment: { ...ring?.environment, HF_TOKEN: "" },
    });
    try {
      return await work(outrider);
    } finally {
      await outrider.stop();
    }
  }

  const keepToken = ({ page }: RunningOutrider) =>
    page.evaluate((token) => Reflect.get(globalThis, "outrider").call("hub.set-token", { token }), TOKEN);
  const tokenSource = ({ page }: RunningOutrider) =>
    page.evaluate(() => Reflect.get(globalThis, "outrider").call("hub.token", {}));
  const answer = (source: string) => ({ ok: true, value: { source } });

  async function secrets() {
    const file = join(dataFolder, "secrets.json");
    return { text: await readFile(file, "utf8"), mode: (await stat(file)).mode & 0o777 };
  }

  test("without a key ring is in a file that only its owner can read", async () => {
    expect(await withOutrider(null, keepToken)).toEqual(answer("kept"));
    const { text, mode } = await secrets();
    expect(mode).toBe(0o600);
    expect(JSON.parse(text)).toEqual({ "hub-token": { sealed: false, text: TOKEN } });
    expect(await withOutrider(null, tokenSource)).toEqual(answer("kept"));
  });

  test.skipIf(keyRing === null)("is sealed by the key ring, which alone opens it again", async () => {
    expect(await withOutrider(keyRing, keepToken)).toEqual(answer("kept"));
    const { text, mode } = await secrets();
    expect(mode).toBe(0o600);
    expect(text).toContain('"sealed":true');
    expect(text).not.toContain(TOKEN);
    expect(text).not.toContain(Buffer.from(TOKEN).toString("base64").slice(0, 16));
    expect(await withOutrider(keyRing, tokenSource)).toEqual(answer("kept"));
    expect(await withOutrider(null, tokenSource)).toEqual(answer("none"));
  });
});
