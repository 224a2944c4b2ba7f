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
  // Only what came from the disk lies somewhere.
  const pathOf = ({ name }: File): string => (name.endsWith(".gguf") ? `/home/ada/${name}` : "");
  return { ipc, api: createPreloadApi(ipc, pathOf) };
}

describe("the bridge on window.outrider", () => {
  test("offers exactly the contract's three functions", () => {
    expect(Object.keys(setUp().api).sort()).toEqual(["addDropped", "call", "subscribe"]);
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

  test("tells main, not the page, where dropped files lie", async () => {
    const { ipc, api } = setUp();
    const answer = await api.addDropped([new File([], "one.gguf"), new File([], "pasted"), new File([], "two.gguf")]);
    expect(ipc.invoked).toEqual([
      [ipcChannels.call, "models.add", { paths: ["/home/ada/one.gguf", "/home/ada/two.gguf"] }],
    ]);
    expect(JSON.stringify(answer)).not.toContain("/home/ada");
  });

  test("refuses what lies nowhere without asking main", async () => {
    const { ipc, api } = setUp();
    expect(await api.addDropped([new File([], "pasted")])).toMatchObject({
      ok: false,
      error: { kind: "invalid-input", message: expect.stringContaining("is no file on this computer") },
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
