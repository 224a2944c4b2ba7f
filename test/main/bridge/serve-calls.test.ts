import { expect, test } from "vitest";
import { type CallReceiver, serveCalls } from "../../../main/bridge/serve-calls.ts";

type Listener = Parameters<CallReceiver["handle"]>[1];

function setUp(windowIsOpen = true) {
  const channels = new Map<string, Listener>();
  const handled: unknown[] = [];
  serveCalls({ handle: (channel, listener) => void channels.set(channel, listener) }, () =>
    windowIsOpen
      ? {
          contentsId: 1,
          handle: async (name, input) => {
            handled.push([name, input]);
            return { ok: true, value: null };
          },
        }
      : null,
  );
  const call: Listener = (event, name, input) => {
    const listener = channels.get("outrider:call");
    if (listener === undefined) throw new Error("Nobody listens on the call channel.");
    return listener(event, name, input);
  };
  return { call, handled, channels };
}

const page = { sender: { id: 1 }, senderFrame: { origin: "app://outrider", parent: null } };

test("a call of the page goes to its window's session", async () => {
  const { call, handled, channels } = setUp();
  expect(await call(page, "chats.open", { chatId: "x" })).toEqual({ ok: true, value: null });
  expect(handled).toEqual([["chats.open", { chatId: "x" }]]);
  expect([...channels.keys()]).toEqual(["outrider:call"]);
});

test.each([
  ["other contents", { ...page, sender: { id: 2 } }],
  ["a frame in the page", { ...page, senderFrame: { origin: "app://outrider", parent: {} } }],
  ["another origin", { ...page, senderFrame: { origin: "https://example.com", parent: null } }],
  ["a frame that is gone", { ...page, senderFrame: null }],
])("a call of %s is refused and does not reach the host", async (_who, event) => {
  const { call, handled } = setUp();
  expect(await call(event, "app.state", {})).toMatchObject({ ok: false, error: { kind: "invalid-input" } });
  expect(handled).toEqual([]);
});

test("so is one that comes while no window is open", async () => {
  expect(await setUp(false).call(page, "app.state", {})).toMatchObject({ ok: false });
});
