// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, describe, expect, test } from "vitest";
import { memoryBars } from "../../../../renderer/features/models/memory-bars.ts";
import { ModelsScreen } from "../../../../renderer/features/models/models-screen.tsx";
import { NoticeList } from "../../../../renderer/features/shell/notice-list.tsx";
import { models } from "../../scripted-host/fixtures.ts";
import { forecastOf, offered, runningDownload } from "../../scripted-host/library-fixtures.ts";
import { renderPart } from "../../support/render.tsx";

afterEach(cleanup);

describe("the models screen", () => {
  test("says of each model what it is, and of a broken one why it cannot be used", async () => {
    await renderPart(<ModelsScreen />);
    const [first] = within(screen.getByRole("list", { name: "On this computer" })).getAllByRole("listitem");
    expect(first?.textContent).toContain("apache-2.0");
    expect(first?.textContent).toContain("answers (instruct)");
    expect(screen.getByText(/holiday-photos\.gguf is no GGUF file/u)).toBeDefined();
  });

  test("shows what the pair takes in memory, with the draft and without it", async () => {
    await renderPart(<ModelsScreen />);
    const memory = screen.getByRole("region", { name: "Memory" });
    expect(await within(memory).findByText("With the draft")).toBeDefined();
    expect(within(memory).getByText("Without a draft")).toBeDefined();
    expect(within(memory).getByText(/451\s?MB of 8\.0\s?GB free/u)).toBeDefined();
  });

  test("leaves picking a folder to the system's dialog where the shell has one", async () => {
    const { user, host } = await renderPart(<ModelsScreen />, { picks: [] });
    await user.click(screen.getByRole("button", { name: "Add folder…" }));
    expect(host.record).toContainEqual({ name: "folders.choose", input: {} });
    expect(host.record.some(({ name }) => name === "folders.browse")).toBe(false);
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  test("says of a folder picked in the system's dialog that no model is in it, and what to do", async () => {
    const { user } = await renderPart(
      <>
        <NoticeList />
        <ModelsScreen />
      </>,
      { picks: [] },
    );
    await user.click(screen.getByRole("button", { name: "Add folder…" }));
    const alert = screen.getByRole("alert");
    expect(await within(alert).findByText("No model found")).toBeDefined();
    expect(alert.textContent).toContain("put a model there and look again");
  });

  test("frees the pair in memory when asked", async () => {
    const { user, host } = await renderPart(<ModelsScreen />);
    const unload = within(screen.getByRole("region", { name: "Memory" })).getByRole("button", { name: "Unload" });
    await user.click(unload);
    expect(host.record).toContainEqual({ name: "pair.unload", input: {} });
    await waitFor(() => expect(unload.isConnected).toBe(false));
  });

  test("looks at a repository and begins the download of the file that was chosen", async () => {
    const { user, host } = await renderPart(<ModelsScreen />);
    await user.type(screen.getByRole("textbox", { name: "Repository or address" }), "Qwen/Qwen2.5-0.5B-Instruct-GGUF");
    await user.click(screen.getByRole("button", { name: "Look" }));
    const files = await screen.findByRole("list", { name: `Files of ${offered.repository}` });
    const [small, large] = within(files).getAllByRole("listitem");
    expect(small?.textContent).toContain("weights fit into the free memory");
    expect(large?.textContent).toContain("larger than the free memory");
    await user.click(screen.getByRole("button", { name: "Download qwen2.5-0.5b-instruct-q4_k_m.gguf" }));
    expect(host.record.filter(({ name }) => name === "downloads.start").map(({ input }) => input)).toEqual([
      {
        repository: offered.repository,
        revision: offered.revision,
        file: "qwen2.5-0.5b-instruct-q4_k_m.gguf",
      },
    ]);
    expect(await screen.findByRole("region", { name: "Downloads" })).toBeDefined();
  });

  test("pauses a download and goes on with it", async () => {
    const { user } = await renderPart(<ModelsScreen />, { downloads: [runningDownload] });
    const downloads = screen.getByRole("region", { name: "Downloads" });
    expect(downloads.textContent).toMatch(/180\s?MB of 491\s?MB.*12\s?MB\/s.*27\s?s left/u);
    await user.click(within(downloads).getByRole("button", { name: "Pause" }));
    expect(await within(downloads).findByText("paused")).toBeDefined();
    await user.click(within(downloads).getByRole("button", { name: "Go on" }));
    expect(await within(downloads).findByRole("button", { name: "Pause" })).toBeDefined();
  });

  test("says why a download failed", async () => {
    const error = { kind: "model-unreadable", message: "It does not have the checksum its publisher gives." } as const;
    await renderPart(<ModelsScreen />, { downloads: [{ ...runningDownload, state: { status: "failed", error } }] });
    expect(screen.getByText(error.message)).toBeDefined();
    expect(screen.getByRole("button", { name: "Try again" })).toBeDefined();
  });

  test("adds a folder from the list of folders, and another application's folder", async () => {
    const { user, host } = await renderPart(<ModelsScreen />);
    await user.click(screen.getByRole("button", { name: "Add folder…" }));
    await user.click(await screen.findByRole("button", { name: "Add this folder" }));
    await user.click(await screen.findByRole("button", { name: "Add LM Studio's folder" }));
    expect(host.settings().folders).toEqual(["/home/ada", "/home/ada/.lmstudio/models"]);
  });

  const drop = (name: string): void => {
    const dataTransfer = { types: ["Files"], files: [new File([], name)] };
    fireEvent.drop(screen.getByRole("heading", { name: "Models" }), { dataTransfer });
  };

  test("adds what is dropped on it, shows where it went, and takes it off again", async () => {
    const { user, host } = await renderPart(<ModelsScreen />, { pathOf: () => models.draft.location });
    drop("draft.gguf");
    const remove = await screen.findByRole("button", { name: `Remove ${models.draft.location}` });
    expect(host.settings().files).toEqual([models.draft.location]);
    const arrived = (): Element | null => document.querySelector('[data-arrived="true"]');
    await waitFor(() => expect(arrived()?.getAttribute("data-model-id")).toBe(models.draft.id));
    await user.click(remove);
    await waitFor(() => expect(host.settings().files).toEqual([]));
  });

  test("says so where there was no model in what was dropped, for all to see", async () => {
    const { host } = await renderPart(
      <>
        <NoticeList />
        <ModelsScreen />
      </>,
      { pathOf: () => "/home/ada/empty" },
    );
    drop("empty");
    const alert = screen.getByRole("alert");
    expect(await within(alert).findByText("No model found")).toBeDefined();
    expect(alert.textContent).toContain("stays in the list of folders");
    expect(host.settings().folders).toEqual(["/home/ada/empty"]);
  });

  test("says in a browser that a page gets no paths, and leads to the list of folders", async () => {
    const { user, host } = await renderPart(<ModelsScreen />);
    drop("lone.gguf");
    const dialog = await screen.findByRole("dialog", { name: "Choose a folder or a model" });
    expect(dialog.textContent).toContain("not told where a dropped file lies");
    await user.click(await within(dialog).findByRole("button", { name: "Add lone.gguf" }));
    await waitFor(() => expect(host.settings().files).toEqual(["/home/ada/lone.gguf"]));
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  test("leaves picking files to the system's dialog where the shell has one, else to the list", async () => {
    const { user, host } = await renderPart(<ModelsScreen />, { picks: [] });
    await user.click(screen.getByRole("button", { name: "Add model file…" }));
    expect(host.record).toContainEqual({ name: "files.choose", input: {} });
    expect(screen.queryByRole("dialog")).toBeNull();
    cleanup();
    const { user: other } = await renderPart(<ModelsScreen />);
    await other.click(screen.getByRole("button", { name: "Add model file…" }));
    expect((await screen.findByRole("dialog")).textContent).not.toContain("dropped");
  });

  test("what was refused stays in its field, to be mended", async () => {
    const { user, host, session } = await renderPart(<ModelsScreen />);
    host.refuse("models.add", { kind: "invalid-input", message: "There is no file and no folder /srv/modles." });
    const field = screen.getByRole<HTMLInputElement>("textbox", { name: "Add a folder or a GGUF file" });
    await user.type(field, "/srv/modles{Enter}");
    await waitFor(() => expect(session.notices.getState().notices[0]?.text).toContain("/srv/modles"));
    expect(field.value).toBe("/srv/modles");
  });
});

describe("memoryBars", () => {
  test("a computer without a GPU has one bar; its parts are shares of what is free", () => {
    const { free, target, draft } = forecastOf(true);
    const bars = memoryBars(free, target, draft);
    expect(bars.map(({ memory }) => memory)).toEqual(["ram"]);
    expect(bars[0]?.need).toBe(451_000_000);
    expect(bars[0]?.parts.map(({ share }) => share)).toEqual([0.01225, 0.0325, 0.004125, 0.0075]);
  });

  test("what does not fit fills the whole bar, no more", () => {
    const { target, draft } = forecastOf(true);
    const [bar] = memoryBars({ ram: 1000, vram: 0 }, target, draft);
    expect(bar?.parts.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
  });
});
