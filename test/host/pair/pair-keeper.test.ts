import { describe, expect, it } from "vitest";
import { loadSettingsSchema } from "../../../contract/loading.ts";
import type { PairChoice, PairStatus } from "../../../contract/models.ts";
import { OutriderError } from "../../../contract/outrider-error.ts";
import { createEngineSupervisor } from "../../../host/engine/engine-supervisor.ts";
import { createPairKeeper } from "../../../host/pair/pair-keeper.ts";
import { wantedPair } from "../../../host/pair/wanted-pair.ts";
import { sampleEntry } from "../fixtures/sample-records.ts";
import { scriptedLauncher } from "../fixtures/scripted-launcher.ts";

const load = loadSettingsSchema.parse({});

/** A pair keeper over a real process; models are files of their ids, and `gone` is none. */
function setUp() {
  const supervisor = createEngineSupervisor({ launch: scriptedLauncher });
  const told: PairStatus[] = [];
  let choice: PairChoice = { targetId: "one", draftId: null };
  const library = {
    entry: (id: string) => sampleEntry({ id, name: id }),
    path(id: string) {
      if (id === "gone") throw new OutriderError("not-found", "There is no model gone any more.");
      return id;
    },
  };
  const keeper = createPairKeeper({
    supervisor,
    choice: () => choice,
    wanted: (chosen) => wantedPair(chosen, load, library),
    costs: { all: async () => [], learnFrom: async () => undefined },
    onStatus: (status) => told.push(status),
  });
  return {
    keeper,
    told,
    choose(targetId: string) {
      choice = { targetId, draftId: null };
    },
    close: () => supervisor.close(),
  };
}

describe("unloading", () => {
  it("frees the pair, which is loaded again when it is needed", async () => {
    const { keeper, told, close } = setUp();
    await keeper.ensure();
    const before = told.length;
    expect(await keeper.unload()).toEqual({ state: "unloaded" });
    await keeper.ensure();
    expect([...new Set(told.slice(before).map(({ state }) => state))]).toEqual(["unloaded", "loading", "loaded"]);
    await close();
  });

  it("gives up a load, and tells whoever waits for it", async () => {
    const { keeper, choose, close } = setUp();
    choose("slow");
    const waiting = keeper.ensure().catch((error: unknown) => error);
    while (keeper.status().state !== "loading") await new Promise(setImmediate);
    expect(await keeper.unload()).toEqual({ state: "unloaded" });
    expect(await waiting).toMatchObject({ kind: "cancelled", message: expect.stringContaining("was cancelled") });
    expect(keeper.status()).toEqual({ state: "unloaded" });
    await close();
  });

  it("does not hide what was wanted meanwhile", async () => {
    const { keeper, choose, close } = setUp();
    choose("slow");
    void keeper.ensure().catch(() => undefined);
    while (keeper.status().state !== "loading") await new Promise(setImmediate);
    const unloading = keeper.unload();
    choose("one");
    await keeper.ensure();
    await unloading;
    expect(keeper.status()).toMatchObject({ state: "loaded", choice: { targetId: "one" } });
    await close();
  });

  it("is nothing where nothing is loaded", async () => {
    const { keeper, close } = setUp();
    expect(await keeper.unload()).toEqual({ state: "unloaded" });
    await close();
  });
});

describe("a choice that cannot even be begun", () => {
  it("says why, and the pair before it is there again when it is chosen again", async () => {
    const { keeper, choose, told, close } = setUp();
    await keeper.ensure();
    choose("gone");
    expect(await keeper.select()).toMatchObject({ state: "failed", error: { kind: "not-found" } });
    choose("one");
    const before = told.length;
    expect(await keeper.select()).toMatchObject({ state: "loaded", choice: { targetId: "one" } });
    expect(told.slice(before).map(({ state }) => state)).toEqual(["loaded"]);
    await close();
  });

  it("is not hidden by the end of the load that it came into", async () => {
    const { keeper, choose, close } = setUp();
    choose("slow");
    const earlier = keeper.ensure().catch((error: unknown) => error);
    while (keeper.status().state !== "loading") await new Promise(setImmediate);
    choose("gone");
    await keeper.select();
    expect(await earlier).toMatchObject({ kind: "not-found" });
    expect(keeper.status()).toMatchObject({ state: "failed", choice: { targetId: "gone" } });
    await close();
  });
});
