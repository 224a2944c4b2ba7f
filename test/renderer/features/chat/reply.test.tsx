// @vitest-environment happy-dom
import { act, screen, waitFor, within } from "@testing-library/react";
import { afterEach, describe, expect, test, vi } from "vitest";
import { ChatScreen } from "../../../../renderer/features/chat/chat-screen.tsx";
import { gravity, listing } from "../../scripted-host/fixtures.ts";
import { createScriptedHost } from "../../scripted-host/scripted-host.ts";
import { type Rendered, renderPart } from "../../support/render.tsx";
import { settled } from "../../support/session.ts";

async function openChat(answer = gravity, options: Parameters<typeof createScriptedHost>[0] = {}): Promise<Rendered> {
  const host = createScriptedHost(options);
  const chat = host.addChat("A chat", "A question", answer);
  const rendered = await renderPart(<ChatScreen />, {}, host);
  await act(() => rendered.session.openChat(chat.id));
  await act(settled);
  return rendered;
}

async function ask(): Promise<Rendered & { readonly messageId: string }> {
  const rendered = await renderPart(<ChatScreen />);
  await act(() => rendered.session.chats.getState().send(null, "Explain gravity."));
  const [messageId] = rendered.host.running();
  if (messageId === undefined) throw new Error("no reply was begun");
  return { ...rendered, messageId };
}

afterEach(() => vi.restoreAllMocks());

const reply = () => screen.getByRole("article", { name: "Outrider" });
const tokens = (selector: string) => [...reply().querySelectorAll(`[role="option"]${selector}`)];

describe("a reply in token view", () => {
  test("shows each token with its mark; the emitted ones together are the text", async () => {
    await openChat();
    expect(tokens("[data-origin='accepted']").length).toBeGreaterThan(10);
    expect(tokens("[data-verdict='rejected']").length).toBeGreaterThan(0);
    expect(
      tokens("[data-origin]")
        .map((token) => token.textContent)
        .join(""),
    ).toContain("Gravity is the force that");
    expect(within(reply()).getByRole("option", { name: /^<\|im_end\|>, / })).toBeDefined();
    expect(tokens("[data-origin]").every((token) => token.hasAttribute("data-round"))).toBe(true);
  });

  test("grows while the reply streams, with its figures", async () => {
    const { host, frame, messageId } = await ask();
    expect(within(reply()).getByText(/Waiting|Loading/)).toBeDefined();
    act(() => {
      host.release(messageId, 4);
      frame();
    });
    const before = tokens("").length;
    expect(before).toBeGreaterThan(3);
    expect(reply().getAttribute("data-state")).toBe("streaming");
    expect(reply().querySelector("[data-figure='acceptance'] dd")?.textContent).toMatch(/\d/);
    act(() => {
      host.release(messageId, 4);
      // Every second frame brings tokens; the one after them is for their lanes.
      frame();
      frame();
    });
    expect(tokens("").length).toBeGreaterThan(before);
  });

  test("what was thrown away can be hidden, and all of it shown", async () => {
    const { user } = await openChat();
    const list = within(reply()).getByRole("listbox");
    expect(list.getAttribute("data-guesses")).toBe("rejected");
    await user.click(screen.getByRole("radio", { name: "All" }));
    expect(list.getAttribute("data-guesses")).toBe("all");
    await user.click(screen.getByRole("radio", { name: "Hide" }));
    expect(list.getAttribute("data-guesses")).toBe("none");
  });

  test("the keyboard moves from token to token and fills the card", async () => {
    const { user, session } = await openChat();
    act(() => session.view.getState().setInspector(true));
    within(reply()).getByRole("listbox").focus();
    await user.keyboard("{Home}");
    const card = await screen.findByRole("region", { name: "Token" });
    expect(card.textContent).toContain("Round 1, position 1");
    await user.keyboard("{ArrowDown}");
    expect(screen.getByRole("region", { name: "Token" }).textContent).toContain("Round 2, position 1");
    const active = within(reply()).getByRole("listbox").getAttribute("aria-activedescendant") ?? "";
    expect(document.getElementById(active)?.getAttribute("data-round")).toBe("1");
  });

  test("the card shows tokens of older replies as well", async () => {
    const { user, session, host } = await openChat();
    act(() => session.view.getState().setInspector(true));
    await user.type(screen.getByRole("textbox", { name: "Message" }), "And then?{Enter}");
    const [messageId] = host.running();
    act(() => host.release(messageId ?? "", 10_000));
    const [older] = screen.getAllByRole("article", { name: "Outrider" });
    if (older === undefined) throw new Error("the older reply is gone");
    within(older).getByRole("listbox").focus();
    await user.keyboard("{End}");
    expect(screen.getByRole("region", { name: "Token" }).textContent).toContain("<|im_end|>");
  });

  test("has a lane for every round in the panel", async () => {
    const { session } = await openChat();
    act(() => session.view.getState().setInspector(true));
    const panel = screen.getByRole("complementary", { name: "Inspector" });
    expect(within(panel).getByText("Accepted by position")).toBeDefined();
    expect(within(panel).getByRole("list", { name: "Rounds of the reply" })).toBeDefined();
  });
});

describe("a reply to read", () => {
  test("the switch shows it as text and back, live or old", async () => {
    const { user } = await openChat(listing);
    await user.click(screen.getByRole("radio", { name: "Read" }));
    expect(tokens("")).toHaveLength(0);
    expect(within(reply()).getByRole("table")).toBeDefined();
    expect(within(reply()).getByText("dialects").tagName).toBe("STRONG");
    await user.click(screen.getByRole("radio", { name: "Tokens" }));
    expect(tokens("").length).toBeGreaterThan(20);
  });

  test("images are not fetched, and links say where they go", async () => {
    const open = vi.spyOn(window, "open").mockReturnValue(null);
    const { user, host } = await openChat(listing, { settings: { tokenView: false } });
    expect(reply().querySelector("img")).toBeNull();
    expect(reply().textContent).toContain("image not loaded, from example.org");
    const link = within(reply()).getByRole("link", { name: "documentation" });
    expect(reply().textContent).toContain("(docs.python.org");
    await user.click(link);
    const url = "https://docs.python.org/3/library/csv.html";
    await waitFor(() => expect(host.record).toContainEqual({ name: "shell.open-link", input: { url } }));
    await waitFor(() => expect(open).toHaveBeenCalledWith(url, "_blank", "noopener,noreferrer"));
  });

  test("HTML of the model stays text", async () => {
    const hostile =
      'Hi <img src=x onerror="alert(1)"> <script>alert(2)</script> [x](javascript:alert(3))\n\n<iframe src="https://a.example"></iframe>\n';
    await openChat(hostile, { settings: { tokenView: false } });
    expect(reply().querySelector("img, script, iframe, a")).toBeNull();
    expect(reply().textContent).toContain("<script>");
  });
});

describe("how a reply ends", () => {
  test("a failed one keeps its tokens, says why, and can be tried again", async () => {
    const { user, host, frame, messageId } = await ask();
    act(() => {
      host.release(messageId, 3);
      frame();
      const error = { kind: "engine-crashed", message: "The engine ended.", details: "ggml: out of memory" } as const;
      host.end(messageId, { status: "failed", error }, "aborted");
    });
    expect(reply().getAttribute("data-state")).toBe("failed");
    expect(within(reply()).getByRole("alert").textContent).toContain("The engine ended.");
    expect(within(reply()).getByRole("alert").textContent).toContain("ggml: out of memory");
    expect(tokens("").length).toBeGreaterThan(2);
    await user.click(within(reply()).getByRole("button", { name: "Try again" }));
    await waitFor(() => expect(reply().getAttribute("data-state")).toBe("waiting"));
  });

  test("stop keeps the part", async () => {
    const { user, host, frame, messageId } = await ask();
    act(() => {
      host.release(messageId, 3);
      frame();
    });
    const before = tokens("").length;
    await user.click(screen.getByRole("button", { name: "Stop" }));
    await waitFor(() => expect(reply().getAttribute("data-state")).toBe("stopped"));
    expect(tokens("")).toHaveLength(before);
    expect(within(reply()).getByRole("button", { name: "Continue" })).toBeDefined();
  });

  test("notes of the engine are shown", async () => {
    const host = createScriptedHost();
    const text = "The draft failed after round 12; the rest was decoded without it.";
    const chat = host.addChat("Noted", "Why?", gravity, { notes: [{ code: "draft-failed", text }] });
    const { session } = await renderPart(<ChatScreen />, {}, host);
    await act(() => session.openChat(chat.id));
    expect(within(reply()).getByText(text)).toBeDefined();
  });

  test("rounds that cannot be fetched leave the text, and can be asked for again", async () => {
    const host = createScriptedHost();
    const chat = host.addChat("Old", "Why?", gravity);
    host.refuse("replies.trace", { kind: "storage", message: "The trace is damaged." });
    const { session, user } = await renderPart(<ChatScreen />, {}, host);
    await act(() => session.openChat(chat.id));
    await waitFor(() => expect(reply().textContent).toContain("The trace is damaged."));
    host.refuse("replies.trace", null);
    await user.click(within(reply()).getByRole("button", { name: "Try again" }));
    await waitFor(() => expect(tokens("").length).toBeGreaterThan(10));
  });
});

describe("an empty window", () => {
  test("says what the bundled pair is and begins with an example", async () => {
    const { user, host } = await renderPart(<ChatScreen />);
    expect(screen.getByText(/it is no oracle/)).toBeDefined();
    await user.click(screen.getByRole("button", { name: "Explain gravity in simple terms." }));
    await waitFor(() => expect(host.running()).toHaveLength(1));
    expect(screen.getByRole("article", { name: "You" }).textContent).toBe("Explain gravity in simple terms.");
  });
});
