// @vitest-environment happy-dom
import { screen, waitFor } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import { chatDecodingSchema } from "../../../../contract/chat-decoding.ts";
import type { Chat } from "../../../../contract/chats.ts";
import type { DrafterChoice } from "../../../../contract/decoding.ts";
import { lastUseOf } from "../../../../renderer/features/chat/last-use.ts";
import { LastUseLine } from "../../../../renderer/features/chat/last-use-line.tsx";
import { models } from "../../scripted-host/fixtures.ts";
import { createScriptedHost } from "../../scripted-host/scripted-host.ts";
import { renderPart } from "../../support/render.tsx";

const { target, draft, stranger, broken } = models;
const both = { targetId: target.id, draftId: draft.id };
const alone = { targetId: target.id, draftId: null };
const shelf = Object.values(models);

const used = (pair: Chat["pair"], drafter: DrafterChoice = "model"): Pick<Chat, "pair" | "decoding"> => ({
  pair,
  decoding: chatDecodingSchema.parse({ drafter }),
});

describe("the pair a chat was last used with", () => {
  test.each([
    ["a chat that was never used", used(null), both],
    ["the pair in use", used(both), both],
    ["a draft that did not guess", used(both, "lookup"), alone],
    ["a draft beside a chat that had none", used(alone), both],
  ])("nothing to say of %s", (_, chat, present) => {
    expect(lastUseOf(chat, present, shelf)).toEqual({ kind: "same" });
  });

  test("another target or another draft can be loaded", () => {
    const other = { targetId: stranger.id, draftId: null };
    expect(lastUseOf(used(other), both, shelf)).toEqual({ kind: "other", pair: other });
    expect(lastUseOf(used(both), alone, shelf)).toEqual({ kind: "other", pair: both });
    expect(lastUseOf(used(both), null, shelf)).toEqual({ kind: "other", pair: both });
  });

  test("a target that is gone or broken is named, and nothing is loaded in its place", () => {
    const gone = { targetId: "gone", draftId: draft.id };
    expect(lastUseOf(used(gone), both, shelf)).toEqual({ kind: "gone", missing: ["gone"], pair: null });
    const unreadable = { targetId: broken.id, draftId: null };
    expect(lastUseOf(used(unreadable), both, shelf)).toEqual({ kind: "gone", missing: [broken.id], pair: null });
  });

  test("of a pair whose draft is gone the target can be loaded, unless it is there already", () => {
    const chat = used({ targetId: target.id, draftId: "gone" });
    const elsewhere = { targetId: stranger.id, draftId: null };
    expect(lastUseOf(chat, both, shelf)).toEqual({ kind: "gone", missing: ["gone"], pair: null });
    expect(lastUseOf(chat, elsewhere, shelf)).toEqual({ kind: "gone", missing: ["gone"], pair: alone });
  });
});

describe("the line above the message box", () => {
  async function openChat(pair: Chat["pair"]) {
    const host = createScriptedHost();
    const { id } = host.addChat("Old", "Hello", "Hi.", used(pair));
    const rendered = await renderPart(<LastUseLine />, {}, host);
    await rendered.session.openChat(id);
    return { ...rendered, id };
  }

  test("says which pair the chat used, and loads it only when asked to, for this chat", async () => {
    const choice = { targetId: stranger.id, draftId: null };
    const { user, host, id } = await openChat(choice);
    expect((await screen.findByRole("note")).textContent).toContain("This chat used Qwen2.5 0.5B Instruct.");
    expect(host.record.some(({ name }) => name === "pair.select")).toBe(false);
    await user.click(screen.getByRole("button", { name: "Load Qwen2.5 0.5B Instruct" }));
    expect(host.record).toContainEqual({ name: "pair.select", input: { choice, chatId: id } });
    await waitFor(() => expect(screen.queryByRole("note")).toBeNull());
  });

  test("says that a model is gone and who answers, and is quiet after the next message", async () => {
    const { session, id } = await openChat({ targetId: "llama-7b-0a1b2c3d", draftId: null });
    const note = await screen.findByRole("note");
    expect(note.textContent).toContain("llama-7b-0a1b2c3d, which cannot be found or read any more");
    expect(note.textContent).toContain("SmolLM2 135M Instruct + SmolLM2 135M draft 4L answers now");
    expect(screen.queryByRole("button")).toBeNull();
    await session.chats.getState().send(id, "Go on.");
    await waitFor(() => expect(screen.queryByRole("note")).toBeNull());
  });

  test("is not there for a chat of the pair in use, nor for a new one", async () => {
    const { session } = await openChat(both);
    expect(screen.queryByRole("note")).toBeNull();
    await session.openChat(null);
    expect(screen.queryByRole("note")).toBeNull();
  });
});
