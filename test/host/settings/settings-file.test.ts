import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { settingsSchema } from "../../../contract/settings.ts";
import { openSettings } from "../../../host/settings/settings-file.ts";
import { temporaryFolder } from "../fixtures/temporary-folder.ts";

const defaults = settingsSchema.parse({});
const fileIn = async () => join(await temporaryFolder(), "data", "settings.json");

async function fileWith(content: string, backup?: string): Promise<string> {
  const file = await fileIn();
  await mkdir(join(file, ".."), { recursive: true });
  await writeFile(file, content);
  if (backup !== undefined) await writeFile(`${file}.bak`, backup);
  return file;
}

describe("the settings file", () => {
  it("starts with the defaults and says nothing", async () => {
    const { settings, notice } = await openSettings(await fileIn());
    expect(settings.current()).toEqual(defaults);
    expect(notice).toBeNull();
  });

  it("keeps what was changed, and only that", async () => {
    const file = await fileIn();
    const { settings } = await openSettings(file);
    await settings.update({ theme: "dark" });
    await settings.update({ systemPrompt: "Be brief." });
    const reopened = await openSettings(file);
    expect(reopened.settings.current()).toEqual({ ...defaults, theme: "dark", systemPrompt: "Be brief." });
  });

  it("tells who follows it how it is and what it becomes, never what could not be saved", async () => {
    const { settings } = await openSettings(await fileIn());
    const themes: string[] = [];
    settings.follow(({ theme }) => themes.push(theme));
    await settings.update({ theme: "dark" });
    await Promise.all([settings.update({ theme: "light" }), settings.update({ theme: "auto" })]);
    expect(themes).toEqual(["auto", "dark", "light", "auto"]);

    const file = await fileWith("{}");
    const { settings: stuck } = await openSettings(file);
    const told: string[] = [];
    stuck.follow(({ theme }) => told.push(theme));
    await rm(file);
    await mkdir(file);
    await expect(stuck.update({ theme: "dark" })).rejects.toMatchObject({ kind: "storage" });
    expect(told).toEqual(["auto"]);
  });

  it("loses no change of several at once", async () => {
    const file = await fileIn();
    const { settings } = await openSettings(file);
    await Promise.all([
      settings.update({ theme: "light" }),
      settings.update({ tokenView: false }),
      settings.update({ folders: ["/models"] }),
    ]);
    const expected = { ...defaults, theme: "light", tokenView: false, folders: ["/models"] };
    expect((await openSettings(file)).settings.current()).toEqual(expected);
  });

  it("takes files of older versions that lack parts", async () => {
    const file = await fileWith(`{"theme":"dark"}`);
    expect((await openSettings(file)).settings.current()).toEqual({ ...defaults, theme: "dark" });
  });

  it.each([
    ["empty", "", "it is empty"],
    ["cut short", `{"theme":"da`, "it is not JSON"],
    ["of another kind", `"hello"`, "expected object"],
    ["wrong in one place", `{"theme":"purple"}`, "theme"],
    ["of a later version", `{"version":2}`, "version"],
  ])("moves a file that is %s aside and goes back to the defaults", async (_, content, reason) => {
    const file = await fileWith(content);
    const { settings, notice } = await openSettings(file);
    expect(settings.current()).toEqual(defaults);
    expect(notice).toContain(reason);
    const aside = (await readdir(join(file, ".."))).find((name) => name.includes("unreadable"));
    expect(await readFile(join(file, "..", aside ?? ""), "utf8")).toBe(content);
    await settings.update({ theme: "dark" });
    expect((await openSettings(file)).notice).toBeNull();
  });

  it("prefers the last good copy to the defaults", async () => {
    const file = await fileWith("{", `{"theme":"dark"}`);
    const { settings, notice } = await openSettings(file);
    expect(settings.current().theme).toBe("dark");
    expect(notice).toContain("last good copy");
  });

  it("keeps the state before the last change as that copy", async () => {
    const file = await fileIn();
    const { settings } = await openSettings(file);
    await settings.update({ theme: "dark" });
    await settings.update({ theme: "light" });
    await writeFile(file, "{");
    expect((await openSettings(file)).settings.current().theme).toBe("dark");
  });

  it("says what to do where its folder is none", async () => {
    const inside = join(await fileWith("{}"), "settings.json");
    await expect(openSettings(inside)).rejects.toMatchObject({
      kind: "storage",
      message: expect.stringMatching(/^The settings file .* can neither be read nor moved aside .*OUTRIDER_DATA\.$/s),
    });
  });

  it("changes nothing when the file cannot be written", async () => {
    const file = await fileIn();
    await mkdir(join(file, ".."), { recursive: true });
    // A folder in the file's place: no permission check would stop root.
    const { settings } = await openSettings(file);
    await mkdir(file);
    await expect(settings.update({ theme: "dark" })).rejects.toMatchObject({ kind: "storage" });
    expect(settings.current().theme).toBe("auto");
  });
});
