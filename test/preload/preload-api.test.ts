import { EventEmitter } from "node:events";
import { describe, expect, test } from "vitest";
import { calls } from "../../contract/calls.ts";
import { ipcChannels, type PreloadApi } from "../../contract/preload-api.ts";
import { isCallName } from "../../preload/call-names.ts";
import { createPreloadApi } from "../../preload/create-preload-api.ts";

class FakeIpc extends EventEmitter {
  readonly invoked: unknown[][] = [];

  invoke(...parameters: unknown[]): Promise<unknown> {
    this.invoked.push(parameters);
    return Promise.resolve({ ok: true, value: null });
  }
}

function setUp(): { ipc: FakeIpc; api: PreloadApi } {
  const ipc = new FakeIpc();
  return { ipc, api: createPreloadApi(ipc) };
}

describe("the bridge on window.outrider", () => {
  test("offers exactly the contract's two functions", () => {
    expect(Object.keys(setUp().api).sort()).toEqual(["call", "subscribe"]);
  });

  test("knows exactly the contract's calls", () => {
    expect(Object.keys(calls).filter((name) => !isCallName(name))).toEqual([]);
    for (const name of ["", "toString", "__proto__", "constructor", "shell.run", null, 3]) {
      expect(isCallName(name)).toBe(false);
    }
  });

  test("passes a call on over the one channel", async () => {
    const { ipc, api } = setUp();
    expect(await api.call("app.state", {})).toEqual({ ok: true, value: null });
    expect(ipc.invoked).toEqual([[ipcChannels.call, "app.state", {}]]);
  });

  test("answers a call that does not exist without asking main", async () => {
    const { ipc, api } = setUp();
    // The page is JavaScript: it can send any name.
    const answer: unknown = await Reflect.apply(api.call, api, ["shell.run", { command: "id" }]);
    expect(answer).toEqual({
      ok: false,
      error: { kind: "invalid-input", message: 'There is no call named "shell.run".' },
    });
    expect(ipc.invoked).toEqual([]);
  });

  test("hands on events without Electron's event object, until unsubscribed", () => {
    const { ipc, api } = setUp();
    const heard: unknown[][] = [];
    const unsubscribe = api.subscribe((...parameters: unknown[]) => heard.push(parameters));
    const event = { type: "engine.changed", engine: { state: "ready" } };
    ipc.emit(ipcChannels.event, { sender: ipc }, event);
    unsubscribe();
    ipc.emit(ipcChannels.event, { sender: ipc }, event);
    expect(heard).toEqual([[event]]);
    expect(ipc.listenerCount(ipcChannels.event)).toBe(0);
  });
});
