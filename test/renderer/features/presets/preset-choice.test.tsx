// @vitest-environment happy-dom
import { act, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import { chatDecodingSchema, samplingSchema } from "../../../../contract/chat-decoding.ts";
import { PresetMenu } from "../../../../renderer/features/presets/preset-menu.tsx";
import { PresetSettings } from "../../../../renderer/features/presets/preset-settings.tsx";
import { createScriptedHost } from "../../scripted-host/scripted-host.ts";
import { renderPart } from "../../support/render.tsx";

const trigger = (name: string) => screen.findByRole("button", { name: `Sampling: ${name}` });
const poem = { name: "Poem", sampling: samplingSchema.parse({ temperature: 1.2, maxTokens: 64 }) };

describe("the presets beside the message box", () => {
  test("are chosen for the open chat alone and for new ones; older chats keep their values", async () => {
    const host = createScriptedHost();
    const old = host.addChat("Old", "Hello", "Hi.", { decoding: chatDecodingSchema.parse({ temperature: 0.8 }) });
    const { id } = host.addChat("New", "Hello", "Hi.", { decoding: chatDecodingSchema.parse({ k: 9 }) });
    const { user, session } = await renderPart(<PresetMenu />, {}, host);
    await act(() => session.settings.getState().update({ presets: [poem] }));
    await act(() => session.openChat(id));
    await user.click(await trigger("Greedy"));
    await user.click(await screen.findByRole("menuitemradio", { name: "Poem" }));
    await trigger("Poem");
    const kept = () => session.chats.getState().chats.find((chat) => chat.id === id)?.decoding;
    expect(kept()).toMatchObject({ ...poem.sampling, k: 9 });
    await act(() => session.openChat(old.id));
    await trigger("Balanced (llama.cpp)");
    await act(() => session.openChat(null));
    await trigger("Poem");
  });

  test("what has no name is said to be the chat's own, and can be given one", async () => {
    const { user, session, host } = await renderPart(<PresetMenu />);
    const { decoding } = host.settings();
    await act(() => session.settings.getState().update({ decoding: { ...decoding, temperature: 0.3 } }));
    await user.click(await trigger("Own values"));
    await user.click(await screen.findByRole("menuitem", { name: /Save as preset/ }));
    await user.type(await screen.findByRole("textbox", { name: "Name of the preset" }), "Greedy");
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Save" }).disabled).toBe(true);
    await user.type(screen.getByRole("textbox", { name: "Name of the preset" }), " enough{Enter}");
    await trigger("Greedy enough");
    expect(host.settings().presets).toEqual([
      { name: "Greedy enough", sampling: samplingSchema.parse({ ...decoding, temperature: 0.3 }) },
    ]);
  });

  test("a name that could not be kept stays in the dialog, with a notice", async () => {
    const { user, session, host } = await renderPart(<PresetMenu />);
    host.refuse("settings.update", { kind: "storage", message: "The disk is full." });
    await user.click(await trigger("Greedy"));
    await user.click(await screen.findByRole("menuitem", { name: /Save as preset/ }));
    await user.type(await screen.findByRole("textbox", { name: "Name of the preset" }), "Mine{Enter}");
    await waitFor(() => expect(session.notices.getState().notices[0]?.text).toBe("The disk is full."));
    expect(screen.getByRole<HTMLInputElement>("textbox", { name: "Name of the preset" }).value).toBe("Mine");
  });
});

describe("the presets in the settings", () => {
  const settings = { presets: [poem] };

  test("one is renamed; a name that is there already is replaced, and the dialog says so", async () => {
    const { user, host } = await renderPart(<PresetSettings />, {
      settings: { presets: [poem, { ...poem, name: "Verse" }] },
    });
    await user.click(screen.getByRole("button", { name: "Rename Poem" }));
    const field = await screen.findByRole("textbox", { name: "Name of the preset" });
    await user.clear(field);
    await user.type(field, "Verse");
    expect(within(screen.getByRole("dialog")).getByText(/“Verse” is there already/)).toBeDefined();
    await user.click(screen.getByRole("button", { name: "Replace" }));
    await waitFor(() => expect(host.settings().presets).toEqual([{ ...poem, name: "Verse" }]));
  });

  test("one is deleted, and brought back by the notice", async () => {
    const { user, host, session } = await renderPart(<PresetSettings />, { settings });
    await user.click(screen.getByRole("button", { name: "Delete Poem" }));
    await waitFor(() => expect(host.settings().presets).toEqual([]));
    act(() => session.notices.getState().notices[0]?.action?.run());
    await waitFor(() => expect(host.settings().presets).toEqual([poem]));
  });
});
