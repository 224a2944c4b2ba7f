import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createWebBridge } from "../../../renderer/bridge/web-bridge.ts";

/** A socket whose other end is the test. */
class FakeSocket extends EventTarget {
  static readonly OPEN = 1;
  static readonly all: FakeSocket[] = [];
  readyState = 0;
  readonly sent: string[] = [];

  constructor() {
    super();
    FakeSocket.all.push(this);
  }

  send(text: string): void {
    this.sent.push(text);
  }

  opened(): void {
    this.readyState = FakeSocket.OPEN;
    this.dispatchEvent(new Event("open"));
  }

  closed(): void {
    this.readyState = 3;
    this.dispatchEvent(new Event("close"));
  }

  receives(frame: unknown): void {
    this.dispatchEvent(
      new MessageEvent("message", { data: typeof frame === "string" ? frame : JSON.stringify(frame) }),
    );
  }
}

function socket(index = -1): FakeSocket {
  const found = FakeSocket.all.at(index);
  if (found === undefined) throw new Error("no socket was opened");
  return found;
}

const problems: unknown[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", FakeSocket);
  vi.stubGlobal("reportError", (problem: unknown) => problems.push(problem));
});

afterEach(() => {
  FakeSocket.all.length = 0;
  problems.length = 0;
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("the bridge of a browser tab", () => {
  test("calls made while it connects are sent once it has", async () => {
    const bridge = createWebBridge("ws://here/socket");
    const answer = bridge.call("replies.stop", { messageId: "7c9e6679-7425-40de-944b-e07fc1f90ae7" });
    expect(socket().sent).toEqual([]);
    socket().opened();
    const frame: unknown = JSON.parse(socket().sent[0] ?? "");
    expect(frame).toMatchObject({ type: "call", name: "replies.stop" });
    socket().receives({ type: "answer", id: 0, answer: { ok: true, value: null } });
    await expect(answer).resolves.toBeNull();
  });

  test("answers find their call, whatever their order", async () => {
    const bridge = createWebBridge("ws://here/socket");
    socket().opened();
    const first = bridge.call("shell.open-link", { url: "https://a.example" });
    const second = bridge.call("shell.open-link", { url: "https://b.example" });
    socket().receives({ type: "answer", id: 1, answer: { ok: true, value: true } });
    socket().receives({ type: "answer", id: 0, answer: { ok: true, value: false } });
    await expect(first).resolves.toBe(false);
    await expect(second).resolves.toBe(true);
  });

  test("an error of the host arrives as one", async () => {
    const bridge = createWebBridge("ws://here/socket");
    socket().opened();
    const answer = bridge.call("models.refresh", {});
    const error = { kind: "storage", message: "The disk is full. Free some space." };
    socket().receives({ type: "answer", id: 0, answer: { ok: false, error } });
    await expect(answer).rejects.toMatchObject({ kind: "storage", message: error.message });
  });

  test("an answer of the wrong shape is refused", async () => {
    const bridge = createWebBridge("ws://here/socket");
    socket().opened();
    const answer = bridge.call("models.refresh", {});
    socket().receives({ type: "answer", id: 0, answer: { ok: true, value: [{ id: 5 }] } });
    await expect(answer).rejects.toMatchObject({ kind: "internal" });
  });

  test("events that are none are reported and passed over", () => {
    const bridge = createWebBridge("ws://here/socket");
    const events: unknown[] = [];
    bridge.subscribe((event) => events.push(event));
    socket().opened();
    socket().receives({ type: "event", event: { type: "engine.changed", engine: { state: "on fire" } } });
    socket().receives("{");
    socket().receives({ type: "event", event: { type: "engine.changed", engine: { state: "ready" } } });
    expect(events).toEqual([{ type: "engine.changed", engine: { state: "ready" } }]);
    expect(problems).toHaveLength(2);
  });

  test("a break refuses what was under way, and is told once until the way is back", async () => {
    const bridge = createWebBridge("ws://here/socket");
    const told: boolean[] = [];
    bridge.onConnection((connected) => told.push(connected));
    socket().opened();
    const answer = bridge.call("models.refresh", {});
    socket().closed();
    await expect(answer).rejects.toMatchObject({ kind: "disconnected" });
    await expect(bridge.call("models.refresh", {})).rejects.toMatchObject({ kind: "disconnected" });
    vi.advanceTimersByTime(400);
    socket().closed();
    vi.advanceTimersByTime(700);
    socket().opened();
    expect(FakeSocket.all).toHaveLength(3);
    expect(told).toEqual([false, true]);
  });
});
