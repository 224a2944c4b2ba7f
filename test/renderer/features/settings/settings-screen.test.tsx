// @vitest-environment happy-dom
import { act, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import { chatDecodingSchema } from "../../../../contract/chat-decoding.ts";
import { SettingsScreen } from "../../../../renderer/features/settings/settings-screen.tsx";
import { models } from "../../scripted-host/fixtures.ts";
import { createScriptedHost } from "../../scripted-host/scripted-host.ts";
import { renderPart } from "../../support/render.tsx";

const field = (name: string) => screen.getByRole<HTMLInputElement>("textbox", { name });

describe("the settings", () => {
  test("a number is kept when its field is left; empty means auto", async () => {
    const { user, host } = await renderPart(<SettingsScreen />);
    await user.type(field("Threads"), "3{Tab}");
    await waitFor(() => expect(host.settings().load.threads).toBe(3));
    await user.clear(field("Threads"));
    await user.tab();
    await waitFor(() => expect(host.settings().load.threads).toBe("auto"));
  });

  test("an access token is kept and forgotten, and never shown", async () => {
    const { user, host } = await renderPart(<SettingsScreen />);
    await user.type(screen.getByLabelText("Access token"), "hf_secret{Enter}");
    await user.click(await screen.findByRole("button", { name: "Forget the token" }));
    expect(await screen.findByLabelText<HTMLInputElement>("Access token")).toHaveProperty("value", "");
    const written = host.record.flatMap(({ name, input }) => (name === "hub.set-token" ? [input] : []));
    expect(written).toEqual([{ token: "hf_secret" }, { token: null }]);
  });

  test("says what the engine computes on, and how much memory is free", async () => {
    await renderPart(<SettingsScreen />);
    expect(await screen.findByText(/Processor · 8\.0\s?GB of memory free/u)).toBeDefined();
  });

  test("what cannot be kept stays in the field, with its reason, and nothing is sent", async () => {
    const { user, host } = await renderPart(<SettingsScreen />);
    await user.clear(field("Temperature"));
    await user.type(field("Temperature"), "11{Enter}");
    expect(field("Temperature").value).toBe("11");
    expect(field("Temperature").getAttribute("aria-invalid")).toBe("true");
    expect(screen.getByRole("alert").textContent).toContain("from 0 to 10");
    expect(host.record.some((call) => call.name === "settings.update")).toBe(false);
    await user.keyboard("{Escape}");
    expect(field("Temperature").value).toBe("0");
  });

  test("a refused change shows the old value again and a notice", async () => {
    const { user, host, session } = await renderPart(<SettingsScreen />);
    host.refuse("settings.update", { kind: "storage", message: "The disk is full." });
    await user.click(screen.getByRole("radio", { name: "Light" }));
    await waitFor(() => expect(session.notices.getState().notices[0]?.text).toBe("The disk is full."));
    expect(screen.getByRole("radio", { name: "Auto" }).getAttribute("aria-checked")).toBe("true");
  });

  test("load settings wait for a reload, and say so", async () => {
    const { user, host } = await renderPart(<SettingsScreen />);
    expect(screen.queryByText(/Changed since the pair was loaded/)).toBeNull();
    await user.type(field("Context size"), "2048{Enter}");
    expect(await screen.findByText(/Changed since the pair was loaded/)).toBeDefined();
    await user.click(screen.getByRole("button", { name: "Reload pair now" }));
    const choice = { targetId: models.target.id, draftId: models.draft.id };
    await waitFor(() => expect(host.record).toContainEqual({ name: "pair.select", input: { choice } }));
  });

  test("choices are kept at once", async () => {
    const { user, host } = await renderPart(<SettingsScreen />);
    await user.click(screen.getByRole("combobox", { name: "KV type" }));
    await user.click(within(await screen.findByRole("listbox")).getByRole("option", { name: "bf16" }));
    await waitFor(() => expect(host.settings().load.kvType).toBe("bf16"));
  });

  test("a changed part leaves the others of its group alone", async () => {
    const { user, host } = await renderPart(<SettingsScreen />);
    const before = host.settings().decoding;
    await user.clear(field("Top-k"));
    await user.type(field("Top-k"), "12{Enter}");
    await waitFor(() => expect(host.settings().decoding).toEqual({ ...before, topK: 12 }));
  });

  test("with a chat open its own decoding is shown and changed; what counts for every chat is not made its own", async () => {
    const host = createScriptedHost();
    const decoding = chatDecodingSchema.parse({ temperature: 0.8 });
    const { id } = host.addChat("Old", "Hello", "Hi.", { decoding });
    const { user, session } = await renderPart(<SettingsScreen />, {}, host);
    expect(field("Temperature").value).toBe("0");
    await act(() => session.openChat(id));
    expect(field("Temperature").value).toBe("0.8");
    await user.clear(field("Top-k"));
    await user.type(field("Top-k"), "12{Enter}");
    await waitFor(() => expect(session.chats.getState().chats[0]?.decoding).toEqual({ ...decoding, topK: 12 }));
    await user.click(screen.getByRole("combobox", { name: "Capture" }));
    await user.click(within(await screen.findByRole("listbox")).getByRole("option", { name: "Figures only" }));
    await waitFor(() => expect(host.settings().decoding.capture).toBe("figures"));
    expect(host.settings().decoding.topK).toBe(12);
  });

  test("folders are added and taken away", async () => {
    const { user, host } = await renderPart(<SettingsScreen />);
    await user.type(field("Add a folder or a GGUF file"), "/srv/models{Enter}");
    await waitFor(() => expect(host.settings().folders).toEqual(["/srv/models"]));
    await user.click(await screen.findByRole("button", { name: "Remove /srv/models" }));
    await waitFor(() => expect(host.settings().folders).toEqual([]));
  });

  test("stop texts are one per line", async () => {
    const { user, host } = await renderPart(<SettingsScreen />);
    await user.type(field("Stop texts"), "User:{Enter}END");
    await user.tab();
    await waitFor(() => expect(host.settings().decoding.stop).toEqual(["User:", "END"]));
  });
});
