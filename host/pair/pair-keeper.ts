import type { LoadedPair } from "../../contract/loading.ts";
import type { PairChoice, PairStatus } from "../../contract/models.ts";
import { OutriderError, toErrorRecord } from "../../contract/outrider-error.ts";
import { abortable } from "../abortable.ts";
import type { EngineClient } from "../engine/engine-client.ts";
import type { EngineSupervisor } from "../engine/engine-supervisor.ts";
import type { CostStore } from "./kept-costs.ts";
import { asWanted, type WantedPair } from "./wanted-pair.ts";

/** So many crashes while loading the same pair, and it is not loaded again unless the user says so. */
const CRASHES_ALLOWED = 2;

export interface PairKeeperOptions {
  readonly supervisor: Pick<EngineSupervisor, "client">;
  /** By the settings of now; null where there is no model at all. */
  readonly choice: () => PairChoice | null;
  /** Throws where the choice cannot be loaded. */
  readonly wanted: (choice: PairChoice) => WantedPair;
  readonly costs: Pick<CostStore, "all" | "learnFrom">;
  readonly onStatus: (status: PairStatus) => void;
}

/** An engine with the wanted pair in its memory. */
export interface LoadedEngine {
  readonly client: EngineClient;
  readonly wanted: WantedPair;
}

/** Sees to it that the engine has the wanted pair in memory when it is used. */
export interface PairKeeper {
  status(): PairStatus;
  /**
   * The engine with the pair that is wanted once it is there, loaded first where needed. Rejects with the reason it cannot
   * be, or as `cancelled`; a load that was begun goes on without whoever waited for it.
   */
  ensure(signal?: AbortSignal): Promise<LoadedEngine>;
  /** Loads the wanted pair because the user asked for it: whatever happened before, it gets another try. */
  select(): Promise<PairStatus>;
  /**
   * Frees what is in memory once no reply needs it, or gives up the load that is going on: whoever waits for that is told
   * so as `cancelled`. Whatever is wanted later is loaded then.
   */
  unload(): Promise<PairStatus>;
}

interface Loading {
  readonly wanted: WantedPair;
  readonly client: EngineClient;
  readonly loaded: Promise<LoadedPair>;
  /** Aborted when another pair is wanted instead, or, with an OutriderError as the reason, none for now. */
  readonly superseded: AbortController;
}

export function createPairKeeper({ supervisor, choice, wanted, costs, onStatus }: PairKeeperOptions): PairKeeper {
  let status: PairStatus = { state: "unloaded" };
  let current: Loading | null = null;
  const crashes = new Map<string, number>();

  function become(next: PairStatus): void {
    status = next;
    onStatus(status);
  }

  function begin(pair: WantedPair, client: EngineClient): Loading {
    current?.superseded.abort();
    const superseded = new AbortController();
    const onProgress = (fraction: number): void => {
      if (current === loading) become({ state: "loading", choice: pair.choice, fraction });
    };
    const loaded = costs
      .all()
      .then((keptCosts) => {
        const input = { target: pair.target, draft: pair.draft, settings: pair.load, keptCosts };
        return client.request("load", input, { signal: superseded.signal, onProgress });
      })
      .then((value) => asWanted(value, pair));
    const loading: Loading = { wanted: pair, client, loaded, superseded };
    current = loading;
    become({ state: "loading", choice: pair.choice, fraction: 0 });
    // Told here rather than by those who wait for it: they may all have given up.
    loaded.then(
      (value) => {
        crashes.delete(pair.key);
        void costs.learnFrom(client);
        if (current === loading) become({ state: "loaded", choice: pair.choice, pair: value });
        void client.closed.then(() => {
          if (current !== loading) return;
          current = null;
          become({ state: "unloaded" });
        });
      },
      (error: unknown) => {
        if (isOfKind(error, "engine-crashed")) crashes.set(pair.key, (crashes.get(pair.key) ?? 0) + 1);
        if (current !== loading) return;
        current = null;
        become(
          wasStopped(error)
            ? { state: "unloaded" }
            : { state: "failed", choice: pair.choice, error: toErrorRecord(error) },
        );
      },
    );
    return loading;
  }

  /** What is loaded or being loaded, begun first where that is not what is wanted. */
  async function load(chosen: PairChoice): Promise<Loading> {
    const pair = wanted(chosen);
    if ((crashes.get(pair.key) ?? 0) >= CRASHES_ALLOWED) throw crashedTooOften(pair);
    const client = await supervisor.client();
    if (current?.wanted.key === pair.key && current.client === client) return current;
    return begin(pair, client);
  }

  async function ensure(signal?: AbortSignal): Promise<LoadedEngine> {
    const chosen = choice();
    if (chosen === null) throw nothingChosen();
    const loading = await abortable(begun(chosen), signal);
    let pair: LoadedPair;
    try {
      pair = await abortable(loading.loaded, signal);
    } catch (error) {
      const { aborted, reason } = loading.superseded.signal;
      if (aborted && reason instanceof OutriderError) throw reason;
      // Another pair was chosen meanwhile, or the engine was restarted: what is wanted now has yet to be loaded.
      if (!signal?.aborted && (aborted || wasStopped(error))) return ensure(signal);
      throw error;
    }
    // Settings may have changed while it was being loaded.
    if (keyOf(choice()) !== loading.wanted.key) return ensure(signal);
    // After a choice that could not even be begun, the pair before it is still there.
    if (status.state !== "loaded") become({ state: "loaded", choice: chosen, pair });
    return { client: loading.client, wanted: loading.wanted };
  }

  async function begun(chosen: PairChoice): Promise<Loading> {
    try {
      return await load(chosen);
    } catch (error) {
      if (status.state === "loading") {
        // Nobody wants that pair any more, and its end must not hide what is wrong with the one that is wanted.
        current?.superseded.abort();
        current = null;
      }
      if (!wasStopped(error)) become({ state: "failed", choice: chosen, error: toErrorRecord(error) });
      throw error;
    }
  }

  /** Null for what cannot be loaded. */
  function keyOf(chosen: PairChoice | null): string | null {
    try {
      return chosen === null ? null : wanted(chosen).key;
    } catch {
      return null;
    }
  }

  async function select(): Promise<PairStatus> {
    const chosen = choice();
    if (chosen === null) throw nothingChosen();
    crashes.delete(keyOf(chosen) ?? "");
    // What went wrong is in the status.
    await ensure().catch(() => {});
    return status;
  }

  async function unload(): Promise<PairStatus> {
    const ended = current;
    current = null;
    if (ended !== null) {
      ended.superseded.abort(givenUp());
      // An engine that is gone has freed everything.
      await ended.client.request("unload", {}).catch(() => {});
    }
    // Something may have been wanted again meanwhile.
    if (current === null) become({ state: "unloaded" });
    return status;
  }

  return { status: () => status, ensure, select, unload };
}

/** The engine was told to end: no fault of the pair. */
function wasStopped(error: unknown): boolean {
  return isOfKind(error, "cancelled");
}

function isOfKind(error: unknown, kind: OutriderError["kind"]): boolean {
  return error instanceof OutriderError && error.kind === kind;
}

function givenUp(): OutriderError {
  return new OutriderError("cancelled", "Loading the pair was cancelled. Answer again to load it after all.");
}

function nothingChosen(): OutriderError {
  return new OutriderError(
    "not-found",
    "No model is chosen. Put a GGUF file into the models folder and choose it as the target.",
  );
}

function crashedTooOften({ choice }: WantedPair): OutriderError {
  const names = choice.draftId === null ? choice.targetId : `${choice.targetId} with ${choice.draftId}`;
  return new OutriderError(
    "engine-crashed",
    `Loading ${names} crashed the engine twice, so it is not loaded again by itself. Choose a smaller context or turn the GPU off in the settings, choose another pair, or choose this one again for another try.`,
  );
}
