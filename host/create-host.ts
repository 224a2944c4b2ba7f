import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Chat, Message } from "../contract/chats.ts";
import type { HostEvent } from "../contract/events.ts";
import { createChatFiles } from "./chats/chat-files.ts";
import { createChats } from "./chats/chats.ts";
import { createReplies } from "./chats/replies.ts";
import { openDownloadsFromHub, openHub } from "./downloads/create-downloads.ts";
import type { EngineLauncher } from "./engine/engine-process.ts";
import { createEngineSupervisor } from "./engine/engine-supervisor.ts";
import { forkLauncher } from "./engine/fork-port.ts";
import { createHandlers, type Rooms } from "./handlers.ts";
import type { Host, HostOptions } from "./host.ts";
import { createFits } from "./models/fits.ts";
import { openModelLibrary } from "./models/model-library.ts";
import { openCostStore } from "./pair/kept-costs.ts";
import { measuredCosts } from "./pair/measured-costs.ts";
import { createPairKeeper } from "./pair/pair-keeper.ts";
import { chosenPair, wantedPair } from "./pair/wanted-pair.ts";
import { createSecretStore } from "./secrets/secret-store.ts";
import { keepUsedLast } from "./settings/keep-used-last.ts";
import { openSettings, type SettingsFile } from "./settings/settings-file.ts";
import { type ChatStore, createChatStore } from "./storage/chat-store.ts";
import { lockDataFolder } from "./storage/data-lock.ts";
import { openDatabase } from "./storage/database.ts";
import { createTraces } from "./traces/traces.ts";
import { answerCall } from "./windows/answer-call.ts";
import { createRoundFlow, type RoundFlow } from "./windows/round-flow.ts";

/** How long replies get to end by themselves when the host closes. */
const CLOSE_LIMIT_MS = 2000;

const interrupted = {
  kind: "internal",
  message: "Outrider ended before this reply was complete. What was written is kept; try again for a whole one.",
} as const;

interface ConnectedWindow {
  readonly send: (event: HostEvent) => void;
  readonly flow: RoundFlow;
}

/** Opens the data folder and starts the engine. Throws `storage` where the folder cannot be used. */
export async function createHost(options: HostOptions): Promise<Host> {
  const { dataFolder } = options;
  const unlock = lockDataFolder(dataFolder);
  try {
    const { settings, notice: settingsNotice } = await openSettings(join(dataFolder, "settings.json"));
    const { database, notice: databaseNotice } = openDatabase(join(dataFolder, "outrider.db"));
    const store = createChatStore(database);
    store.purgeRemoved();
    store.failUnfinished(interrupted);
    const notices = [settingsNotice, databaseNotice].filter((notice) => notice !== null);
    return await assemble(options, settings, store, notices, unlock);
  } catch (error) {
    unlock();
    throw error;
  }
}

async function assemble(
  options: HostOptions,
  settings: SettingsFile,
  store: ChatStore,
  notices: readonly string[],
  unlock: () => void,
): Promise<Host> {
  const windows = new Set<ConnectedWindow>();

  function broadcast(event: HostEvent): void {
    for (const window of windows) window.send(event);
  }

  function forget(messages: readonly Message[]): void {
    for (const { flow } of windows) for (const { id } of messages) flow.forget(id);
  }

  const supervisor = createEngineSupervisor({
    launch: engineLauncher(options, settings),
    onStatus: (engine) => broadcast({ type: "engine.changed", engine }),
    ...(options.onLog === undefined ? {} : { onLog: options.onLog }),
    ...(options.timing === undefined ? {} : { timing: options.timing }),
  });
  const modelFolders = (): string[] => [options.modelsFolder, ...settings.current().folders];
  const library = await openModelLibrary({
    bundledFolder: options.bundledFolder,
    folders: modelFolders,
    files: () => settings.current().files,
    cacheFile: join(options.dataFolder, "model-cache.json"),
    version: options.version,
    inspect: async (path) => (await supervisor.client()).request("inspect", { path }),
    onChange: (models) => broadcast({ type: "models.changed", models }),
  });
  const secrets = createSecretStore(options.dataFolder, options.secretSeal ?? null);
  const access = { settings: () => settings.current(), secrets };
  const downloads = await openDownloadsFromHub(access, {
    modelsFolder: options.modelsFolder,
    inspect: async (path) => (await supervisor.client()).request("inspect", { path }),
    onChange: (list) => broadcast({ type: "downloads.changed", downloads: list }),
    onArrival: () => void readLibrary(),
  });
  async function readLibrary(): Promise<void> {
    await library.scan().catch(() => []);
    await readFound();
  }
  async function readFound(): Promise<void> {
    await library.read().catch(() => []);
    await library.hash();
  }
  const fits = createFits({
    library,
    compare: async (target, draft) => (await supervisor.client()).request("fit", { target, draft }),
  });
  const costs = openCostStore(options.dataFolder);
  const pairs = createPairKeeper({
    supervisor,
    choice: () => chosenPair(settings.current(), library),
    wanted: (choice) => wantedPair(choice, settings.current().load, library),
    costs,
    onStatus: (pair) => broadcast({ type: "pair.changed", pair }),
  });
  const replies = createReplies({
    pairs,
    costs,
    store,
    onMessage: (message) => {
      for (const { flow } of windows) flow.message(message);
    },
    onRounds: (messageId, firstRound, rounds) => {
      for (const { flow } of windows) flow.rounds(messageId, firstRound, rounds);
    },
  });
  const chats = createChats({
    store,
    replies,
    settings: () => settings.current(),
    pair: () => chosenPair(settings.current(), library),
    // Where it cannot be written, only the next new chat begins otherwise: this one has it already.
    onUsed: (decoding) => void keepUsedLast(settings, decoding).catch(() => {}),
    onChat: (chat) => broadcast({ type: "chat.changed", chat }),
    onChatRemoved: (chatId, messages) => {
      forget(messages);
      broadcast({ type: "chat.removed", chatId });
    },
    onMessageRemoved: (message) => {
      forget([message]);
      broadcast({ type: "message.removed", chatId: message.chatId, messageId: message.id });
    },
    onMessage: (message) => broadcast({ type: "message.changed", message }),
  });
  const files = {
    store,
    version: options.version,
    onChat: (chat: Chat) => broadcast({ type: "chat.changed", chat }),
  };
  const chatFiles = createChatFiles({ ...files, open: chats.open });
  const traces = createTraces(files);
  const rooms: Rooms = {
    options,
    settings,
    supervisor,
    library,
    readLibrary,
    readFound,
    downloads,
    hub: openHub(access).hub,
    secrets,
    fits,
    async measuredCosts(targetId) {
      // What was learned just now may be on its way to the disk.
      await costs.idle();
      const client = await supervisor.client();
      const identify = (path: string) => client.request("identify", { path });
      return measuredCosts(targetId, { library, kept: costs.all, identify });
    },
    pairs,
    chats,
    chatFiles,
    traces,
    notices,
    modelFolders,
  };

  settings.follow((changed) => broadcast({ type: "settings.changed", settings: changed }));

  await library.scan();
  // Warms the engine up while the window is being drawn; what goes wrong shows in the status and at the models.
  supervisor.client().catch(() => {});
  void readFound();

  async function close(): Promise<void> {
    const limit = new AbortController();
    await Promise.race([replies.close(), wait(CLOSE_LIMIT_MS, undefined, { signal: limit.signal })]);
    limit.abort();
    await supervisor.close();
    // Without an engine whatever was left ends by itself.
    await Promise.all([replies.close(), downloads.close(), library.close(), costs.idle()]);
    store.close();
    unlock();
  }

  let closing: Promise<void> | null = null;
  return {
    notices,
    followSettings: settings.follow,
    connectWindow(send, hasRoom = () => true) {
      const flow = createRoundFlow({ send, hasRoom, read: store.rounds });
      const handlers = createHandlers(rooms, flow);
      const window: ConnectedWindow = { send, flow };
      windows.add(window);
      return {
        handle: (name, input) => answerCall(handlers, name, input),
        resume: flow.resume,
        close: () => void windows.delete(window),
      };
    },
    close() {
      closing ??= close();
      return closing;
    },
  };
}

/** Asked anew at each start of the engine, so that a changed setting counts from the next one on. */
function engineLauncher({ engineEntry, launchEngine }: HostOptions, settings: SettingsFile): EngineLauncher {
  const fork = forkLauncher(engineEntry === undefined ? {} : { entry: engineEntry });
  return () => (launchEngine === undefined || settings.current().engine.process === "node" ? fork() : launchEngine());
}
