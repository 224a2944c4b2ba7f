import { homedir } from "node:os";
import type { CallOutput } from "../contract/calls.ts";
import type { ModelId } from "../contract/models.ts";
import { OutriderError } from "../contract/outrider-error.ts";
import type { Settings, SettingsPatch } from "../contract/settings.ts";
import type { ChatFiles } from "./chats/chat-files.ts";
import type { Chats } from "./chats/chats.ts";
import type { Downloads } from "./downloads/downloads.ts";
import type { Hub } from "./downloads/hub.ts";
import type { EngineSupervisor } from "./engine/engine-supervisor.ts";
import type { HostOptions } from "./host.ts";
import { browseFolders } from "./models/browse-folders.ts";
import { readCatalog } from "./models/catalog.ts";
import type { Fits } from "./models/fits.ts";
import { memoryOf } from "./models/memory.ts";
import type { ModelLibrary } from "./models/model-library.ts";
import { checkModelPlaces, isAmong, joinPlaces, readPlaces } from "./models/model-places.ts";
import { suggestFolders } from "./models/suggest-folders.ts";
import { externalLink } from "./page/external-link.ts";
import type { PairKeeper } from "./pair/pair-keeper.ts";
import type { SecretStore } from "./secrets/secret-store.ts";
import { keepUsedLast } from "./settings/keep-used-last.ts";
import type { SettingsFile } from "./settings/settings-file.ts";
import type { Traces } from "./traces/traces.ts";
import type { CallHandlers } from "./windows/answer-call.ts";
import type { RoundFlow } from "./windows/round-flow.ts";

/** The rooms of the host that calls are answered from. */
export interface Rooms {
  readonly options: HostOptions;
  readonly settings: SettingsFile;
  readonly supervisor: EngineSupervisor;
  readonly library: ModelLibrary;
  /** Looks through the folders and reads what is new, telling it as it finds it; never rejects. */
  readonly readLibrary: () => Promise<void>;
  /** The same without another look. */
  readonly readFound: () => Promise<void>;
  readonly downloads: Downloads;
  readonly hub: Hub;
  readonly secrets: SecretStore;
  readonly fits: Fits;
  /** c by draft; see `models.costs`. */
  readonly measuredCosts: (targetId: ModelId) => Promise<Record<ModelId, number>>;
  readonly pairs: PairKeeper;
  readonly chats: Chats;
  readonly chatFiles: ChatFiles;
  readonly traces: Traces;
  /** What the user should know about the start. */
  readonly notices: readonly string[];
  /** Folders that are looked through for models beside the bundled ones. */
  readonly modelFolders: () => readonly string[];
}

/** The calls of one window. */
export function createHandlers(rooms: Rooms, flow: RoundFlow): CallHandlers {
  const { options, settings, supervisor, library, fits, pairs, chats, chatFiles, traces } = rooms;

  async function updateSettings(patch: SettingsPatch): Promise<Settings> {
    const before = settings.current();
    const { folders, files } = patch;
    if (folders === undefined && files === undefined) return settings.update(patch);
    const places = { folders: folders ?? before.folders, files: files ?? before.files };
    const after = await settings.update({ ...patch, ...(await checkModelPlaces(places, before)) });
    // Answered without waiting: what is found is told as it is found.
    void rooms.readLibrary();
    return after;
  }

  async function addModels(paths: readonly string[]): Promise<ModelId[]> {
    const places = await readPlaces(paths);
    await settings.update(joinPlaces(settings.current(), places));
    const entries = await library.scan();
    void rooms.readFound();
    return entries.filter(({ location }) => isAmong(location, places)).map(({ id }) => id);
  }

  async function addChosen(
    choose: (() => Promise<readonly string[]>) | undefined,
  ): Promise<CallOutput<"folders.choose">> {
    if (choose === undefined) return { outcome: "no-dialog" };
    const paths = await choose();
    return paths.length === 0 ? { outcome: "called-off" } : { outcome: "added", models: await addModels(paths) };
  }

  async function tokenSource() {
    if (process.env.HF_TOKEN) return { source: "environment" } as const;
    return { source: (await rooms.secrets.read("hub-token")) === null ? "none" : "kept" } as const;
  }

  return {
    "app.state": () => ({
      version: options.version,
      shell: options.shell,
      platform: process.platform,
      settings: settings.current(),
      engine: supervisor.status(),
      pair: pairs.status(),
      models: library.entries(),
      downloads: rooms.downloads.list(),
      chats: chats.list(),
      folders: { data: options.dataFolder, models: [...rooms.modelFolders()], home: homedir() },
      notices: [...rooms.notices],
    }),
    "settings.update": ({ patch }) => updateSettings(patch),
    "models.refresh": async () => {
      const entries = await library.refresh();
      void library.hash();
      return entries;
    },
    "models.add": ({ paths }) => addModels(paths),
    "models.fits": ({ targetId }) => fits(targetId),
    "models.costs": ({ targetId }) => rooms.measuredCosts(targetId),
    "models.memory": ({ choice }) =>
      memoryOf(choice, settings.current().load, library, async (request) =>
        (await supervisor.client()).request("forecast", request),
      ),
    "catalog.read": () => readCatalog(options.bundledFolder),
    "hub.look": ({ address }) => rooms.hub.look(address),
    "hub.token": tokenSource,
    "hub.set-token": async ({ token }) => {
      await rooms.secrets.write("hub-token", token);
      return tokenSource();
    },
    "downloads.start": (wish) => rooms.downloads.start(wish),
    "downloads.pause": ({ id }) => rooms.downloads.pause(id),
    "downloads.resume": ({ id }) => rooms.downloads.resume(id),
    "downloads.remove": async ({ id }) => {
      await rooms.downloads.remove(id);
      return null;
    },
    "folders.browse": ({ path }) => browseFolders(path),
    "folders.choose": () => addChosen(options.actions.chooseFolder),
    "files.choose": () => addChosen(options.actions.chooseModelFiles),
    "folders.suggest": () => suggestFolders(rooms.modelFolders()),
    "pair.select": async ({ choice, chatId }) => {
      for (const id of [choice.targetId, choice.draftId]) if (id !== null) library.entry(id);
      if (chatId !== undefined) chats.setPair(chatId, choice);
      await updateSettings({ pair: choice });
      return pairs.select();
    },
    "pair.unload": () => pairs.unload(),
    "engine.restart": async () => {
      await supervisor.restart();
      return supervisor.status();
    },
    "chats.open": ({ chatId }) => chats.open(chatId),
    "chats.rename": ({ chatId, title }) => chats.rename(chatId, title),
    "chats.export": ({ chatId, format }) => chatFiles.export(chatId, format),
    "chats.import": ({ text }) => chatFiles.import(text),
    "chats.set-system-prompt": ({ chatId, systemPrompt }) => chats.setSystemPrompt(chatId, systemPrompt),
    "chats.set-decoding": async ({ chatId, patch }) => {
      const chat = chats.setDecoding(chatId, patch);
      if (chat.decoding !== null) await keepUsedLast(settings, chat.decoding);
      return chat;
    },
    "chats.pin": ({ chatId, pinned }) => chats.pin(chatId, pinned),
    "chats.remove": ({ chatId }) => {
      chats.remove(chatId);
      return null;
    },
    "chats.restore": ({ chatId }) => chats.restore(chatId),
    "chats.search": ({ query }) => chats.search(query),
    "chats.send": (message) => chats.send(message),
    "chats.retry": ({ chatId }) => chats.retry(chatId),
    "chats.take-back": ({ messageId }) => chats.takeBack(messageId),
    "chats.regenerate": ({ messageId }) => chats.regenerate(messageId),
    "chats.continue": ({ messageId }) => chats.continue(messageId),
    "chats.branch": ({ messageId, keep, token }) => chats.branch(messageId, keep, token),
    "chats.show": ({ messageId }) => chats.show(messageId),
    "prompt.count": async ({ text }) => {
      if (pairs.status().state !== "loaded") return null;
      return (await supervisor.client()).request("count", { text });
    },
    "replies.stop": ({ messageId }) => {
      chats.stop(messageId);
      return null;
    },
    "replies.set-k": ({ messageId, k }) => {
      chats.setK(messageId, k);
      return null;
    },
    "replies.trace": ({ messageId }) => chats.trace(messageId),
    "traces.export": ({ messageId, format }) => traces.export(messageId, format),
    "traces.import": ({ text }) => traces.import(text),
    "replies.acknowledge": ({ messageId, sequence }) => {
      flow.acknowledge(messageId, sequence);
      return null;
    },
    "shell.open-link": ({ url }) => options.actions.openLink(safeLink(url)),
  };
}

/** Text from a model may hold any address. */
function safeLink(text: string): string {
  const link = externalLink(text);
  if (link === null) throw new OutriderError("invalid-input", "Only https links can be opened.");
  return link;
}
