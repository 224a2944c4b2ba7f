// @vitest-environment happy-dom
import { act, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import { chatDecodingSchema } from "../../../../contract/chat-decoding.ts";
import { PairBar } from "../../../../renderer/features/pair/pair-bar.tsx";
import { defaultSettings, loadedPair, models } from "../../scripted-host/fixtures.ts";
import { createScriptedHost } from "../../scripted-host/scripted-host.ts";
import { renderPart } from "../../support/render.tsx";

async function openDrafts(rendered: Awaited<ReturnType<typeof renderPart>>): Promise<HTMLElement> {
  await screen.findByText(/fits/);
  await rendered.user.click(screen.getByRole("combobox", { name: /^Draft/ }));
  return screen.findByRole("listbox");
}

describe("the pair bar", () => {
  test("names both models and what they take in memory", async () => {
    await renderPart(<PairBar />);
    expect(screen.getByRole("combobox", { name: /^Target/ }).textContent).toContain("SmolLM2 135M Instruct · Q4_1");
    expect(screen.getByRole("combobox", { name: /^Draft/ }).textContent).toContain("SmolLM2 135M draft 4L · Q8_0");
    expect(screen.getByText(/237.MB in memory/)).toBeDefined();
  });

  test("offers a way out of a load that takes long", async () => {
    const choice = { targetId: models.target.id, draftId: null };
    const { user, host } = await renderPart(<PairBar />, { pair: { state: "loading", choice, fraction: 0.3 } });
    expect(screen.getByRole("progressbar").getAttribute("aria-valuenow")).toBe("30");
    await user.click(screen.getByRole("button", { name: "Cancel loading" }));
    await waitFor(() => expect(screen.getByText(/not loaded/)).toBeDefined());
    expect(host.record).toContainEqual({ name: "pair.unload", input: {} });
    expect(screen.queryByRole("progressbar")).toBeNull();
  });

  test("lists every model as a draft, `off` first, and says why one does not fit", async () => {
    const rendered = await renderPart(<PairBar />);
    const list = await openDrafts(rendered);
    const names = within(list)
      .getAllByRole("option")
      .map((option) => option.textContent);
    expect(names[0]).toContain("Off");
    const draft = within(list).getByRole("option", { name: /^SmolLM2 135M draft/ });
    expect(draft.textContent).toContain("a guess costs 0.31 of a target token, measured here");
    const stranger = within(list).getByRole("option", { name: /Qwen2.5/ });
    expect(stranger.getAttribute("aria-disabled")).toBe("true");
    expect(stranger.textContent).toContain("token 5 differs");
    expect(within(list).getByRole("option", { name: /holiday-photos/ }).textContent).toContain("no GGUF file");
  });

  test("switching the draft off loads the target alone", async () => {
    const rendered = await renderPart(<PairBar />);
    await rendered.user.click(within(await openDrafts(rendered)).getByRole("option", { name: /^Off/ }));
    await waitFor(() => {
      const choice = { targetId: models.target.id, draftId: null };
      expect(rendered.host.record).toContainEqual({ name: "pair.select", input: { choice } });
    });
    expect(rendered.host.settings().decoding.drafter).toBe("off");
    expect(screen.getByRole("slider").hasAttribute("disabled")).toBe(true);
  });

  test("without a draft model prompt lookup is in force, and k means something", async () => {
    const choice = { targetId: models.target.id, draftId: null };
    await renderPart(<PairBar />, { pair: { state: "loaded", choice, pair: loadedPair(false) } });
    expect(screen.getByRole("combobox", { name: /^Draft/ }).textContent).toContain("Prompt lookup");
    expect(screen.getByRole("slider").hasAttribute("disabled")).toBe(false);
  });

  test("looking up before asking the draft keeps the pair and says so", async () => {
    const rendered = await renderPart(<PairBar />);
    const list = await openDrafts(rendered);
    await rendered.user.click(within(list).getByRole("option", { name: /^Prompt lookup, then SmolLM2/ }));
    await waitFor(() => expect(rendered.host.settings().decoding.drafter).toBe("lookup+model"));
    expect(rendered.host.record.some((call) => call.name === "pair.select")).toBe(false);
    expect(screen.getByRole("combobox", { name: /^Draft/ }).textContent).toContain("Prompt lookup + SmolLM2");
  });

  test("shows the k in force and its reason while a reply is written", async () => {
    const { host, frame, session } = await renderPart(<PairBar />);
    await act(() => session.chats.getState().send(null, "Explain gravity."));
    const [messageId] = host.running();
    if (messageId === undefined) throw new Error("no reply is written");
    const write = (rounds: number): void =>
      act(() => {
        host.release(messageId, rounds);
        frame();
      });
    write(1);
    await waitFor(() => expect(screen.getByText("as set")).toBeDefined());
    expect(screen.getByText("k 4")).toBeDefined();
    write(1000);
    await waitFor(() => expect(screen.queryByText("as set")).toBeNull());
  });

  test("looking up needs no other pair", async () => {
    const rendered = await renderPart(<PairBar />);
    await rendered.user.click(within(await openDrafts(rendered)).getByRole("option", { name: /^Prompt lookup(?!,)/ }));
    await waitFor(() => expect(rendered.host.settings().decoding.drafter).toBe("lookup"));
    expect(rendered.host.record.some((call) => call.name === "pair.select")).toBe(false);
    expect(screen.getByRole("slider").hasAttribute("disabled")).toBe(false);
  });

  test("a new target keeps the draft only where it fits", async () => {
    const rendered = await renderPart(<PairBar />);
    await screen.findByText(/fits/);
    await rendered.user.click(screen.getByRole("combobox", { name: /^Target/ }));
    await rendered.user.click(within(await screen.findByRole("listbox")).getByRole("option", { name: /Qwen2.5/ }));
    await waitFor(() => {
      const choice = { targetId: models.stranger.id, draftId: null };
      expect(rendered.host.record).toContainEqual({ name: "pair.select", input: { choice } });
    });
  });

  test("k goes to the running reply and into the settings", async () => {
    const { user, host, session } = await renderPart(<PairBar />);
    await session.chats.getState().send(null, "Explain gravity.");
    const [messageId] = host.running();
    screen.getByRole("slider", { name: /^k/ }).focus();
    await user.keyboard("{ArrowRight}");
    await waitFor(() => expect(host.settings().decoding.k).toBe(5));
    expect(host.record).toContainEqual({ name: "replies.set-k", input: { messageId, k: 5 } });
    await user.keyboard("{Home}");
    await waitFor(() => expect(host.settings().decoding.k).toBe(0));
    expect(screen.getByRole("slider").getAttribute("aria-valuetext")).toContain("plain decoding");
    await user.keyboard("{End}");
    await waitFor(() => expect(host.settings().decoding.k).toBe(16));
  });

  test("auto goes to the running reply and into the settings, and the slider leads back to a fixed k", async () => {
    const { user, host, session } = await renderPart(<PairBar />);
    await session.chats.getState().send(null, "Explain gravity.");
    const [messageId] = host.running();
    await user.click(screen.getByRole("radio", { name: "auto" }));
    await waitFor(() => expect(host.settings().decoding.k).toBe("auto"));
    expect(host.record).toContainEqual({ name: "replies.set-k", input: { messageId, k: "auto" } });
    expect(screen.getByRole("radio", { name: "auto" }).getAttribute("aria-checked")).toBe("true");
    await user.click(screen.getByRole("radio", { name: "4" }));
    await waitFor(() => expect(host.settings().decoding.k).toBe(4));
  });

  test("a reply that has ended meanwhile is no reason to complain about k", async () => {
    const { user, host, session } = await renderPart(<PairBar />);
    await session.chats.getState().send(null, "Explain gravity.");
    host.refuse("replies.set-k", { kind: "not-found", message: "It has ended." });
    screen.getByRole("slider").focus();
    await user.keyboard("{ArrowRight}");
    await waitFor(() => expect(host.settings().decoding.k).toBe(5));
    expect(session.notices.getState().notices).toEqual([]);
  });

  test("shows the drafter and k of the open chat, and keeps changes with it; another chat has its own", async () => {
    const host = createScriptedHost();
    const decoding = chatDecodingSchema.parse({ drafter: "lookup", k: 9 });
    const old = host.addChat("Old", "Hello", "Hi.", { pair: null, decoding });
    const { user, session } = await renderPart(<PairBar />, {}, host);
    expect(screen.getByRole("slider").getAttribute("aria-valuetext")).toContain("4");
    await act(() => session.openChat(old.id));
    await waitFor(() => expect(screen.getByRole("slider").getAttribute("aria-valuetext")).toContain("9"));
    expect(screen.getByRole("combobox", { name: /^Draft/ }).textContent).toContain("Prompt lookup");
    expect(host.settings().decoding.k).toBe(4);
    screen.getByRole("slider").focus();
    await user.keyboard("{ArrowRight}{ArrowRight}");
    await waitFor(() => expect(session.chats.getState().chats[0]?.decoding?.k).toBe(11));
    expect(host.record.some(({ name }) => name === "pair.select" || name === "settings.update")).toBe(false);
    await act(() => session.openChat(null));
    await waitFor(() => expect(screen.getByRole("slider").getAttribute("aria-valuetext")).toContain("11"));
  });

  test("k of one chat leaves a reply that is written in another alone", async () => {
    const { user, host, session } = await renderPart(<PairBar />);
    await act(() => session.chats.getState().send(null, "Explain gravity."));
    await act(() => session.openChat(null));
    screen.getByRole("slider").focus();
    await user.keyboard("{ArrowRight}");
    await waitFor(() => expect(host.settings().decoding.k).toBe(5));
    expect(host.record.some(({ name }) => name === "replies.set-k")).toBe(false);
  });

  test("shows how far loading has come", async () => {
    const { host } = await renderPart(<PairBar />);
    act(() =>
      host.setPair({ state: "loading", choice: { targetId: models.target.id, draftId: null }, fraction: 0.43 }),
    );
    expect(screen.getByRole("progressbar", { name: "Loading the pair" }).getAttribute("aria-valuenow")).toBe("43");
  });

  test("says when the engine gave the draft up", async () => {
    const { host } = await renderPart(<PairBar />);
    const choice = { targetId: models.target.id, draftId: models.draft.id };
    const draftProblem = { kind: "pair-mismatch", message: "Token 5 differs." } as const;
    act(() => host.setPair({ state: "loaded", choice, pair: { ...loadedPair(false), draftProblem } }));
    expect(screen.getByText(/not in use/)).toBeDefined();
    // Its file is gone, and with it the model: what guesses instead is in use.
    const withoutDraft = { ...choice, draftId: null };
    act(() => host.setPair({ state: "loaded", choice: withoutDraft, pair: { ...loadedPair(false), draftProblem } }));
    expect(screen.queryByText(/not in use/)).toBeNull();
    expect(screen.getByRole("combobox", { name: /^Draft/ }).textContent).toContain("Prompt lookup");
  });

  test("shows no figures before there is a reply", async () => {
    await renderPart(<PairBar />, { settings: defaultSettings() });
    expect(screen.queryByText(/tok\/s/)).toBeNull();
  });
});
