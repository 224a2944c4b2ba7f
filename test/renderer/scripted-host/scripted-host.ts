import { applyPatch } from "../../../contract/apply-patch.ts";
import type { KChoice } from "../../../contract/decoding.ts";
/**
 * A host without an engine: keeps chats and settings in memory and writes replies from a script. Everything it takes
 * and gives goes through the contract's schemas, so it cannot drift away from the real one.
 */

import type { Bridge } from "../../../contract/bridge.ts";
import { type CallArguments, type CallInput, type CallName, type CallOutput, calls } from "../../../contract/calls.ts";
import { chatDecodingSchema } from "../../../contract/chat-decoding.ts";
import type { Chat, Message } from "../../../contract/chats.ts";
import type { Download } from "../../../contract/downloads.ts";
import { eventSchema, type HostEvent } from "../../../contract/events.ts";
import type { PairFit } from "../../../contract/loading.ts";
import { newestLeafUnder, shownBranch } from "../../../contract/message-tree.ts";
import type { EngineStatus, ModelEntry, PairStatus } from "../../../contract/models.ts";
import { type ErrorRecord, OutriderError } from "../../../contract/outrider-error.ts";
import type { Settings } from "../../../contract/settings.ts";
import type { FinishReason, Note, Round } from "../../../contract/trace.ts";
import { defaultSettings, gravity, loadedPair, models } from "./fixtures.ts";
import { browsed, catalogPair, forecastOf, offered, runningDownload } from "./library-fixtures.ts";
import { endToken, splitTokens } from "./split-tokens.ts";
import { summarise } from "./summarise.ts";
import { createRoundWriter, type RoundWriter } from "./write-rounds.ts";

export interface ScriptedHostOptions {
  readonly settings?: Partial<Settings>;
  readonly models?: readonly ModelEntry[];
  readonly pair?: PairStatus;
  readonly engine?: EngineStatus;
  /** What it has to say about its start. */
  readonly notices?: readonly string[];
  /** What the model answers. */
  readonly answer?: (prompt: string) => string;
  readonly skill?: number;
  readonly downloads?: readonly Download[];
  /** The shell has the system's dialogs, and in what is picked there these models are found; left out: it has none. */
  readonly picks?: readonly ModelEntry["id"][];
  /** The shell can tell where a dropped file lies. */
  readonly pathOf?: (file: File) => string;
}

type Handlers = {
  readonly [Name in CallName]: (input: CallArguments<Name>) => CallOutput<Name> | Promise<CallOutput<Name>>;
};

interface Running {
  readonly messageId: string;
  readonly writer: RoundWriter;
  sequence: number;
  k: number;
}

export interface CallRecord {
  readonly name: CallName;
  readonly input: unknown;
}

export type ScriptedHost = ReturnType<typeof createScriptedHost>;

export function createScriptedHost(options: ScriptedHostOptions = {}) {
  const listeners = new Set<(event: HostEvent) => void>();
  const connectionListeners = new Set<(connected: boolean) => void>();
  const chats = new Map<string, Chat>();
  const removed = new Map<string, Chat>();
  const messages = new Map<string, Message>();
  const traces = new Map<string, Round[]>();
  const running = new Map<string, Running>();
  const record: CallRecord[] = [];
  const refusals = new Map<CallName, OutriderError>();
  let downloads: Download[] = [...(options.downloads ?? [])];
  let settings = defaultSettings(options.settings);
  let shelf = [...(options.models ?? Object.values(models))];
  let engine: EngineStatus = options.engine ?? { state: "ready" };
  let pair: PairStatus = options.pair ?? {
    state: "loaded",
    choice: { targetId: models.target.id, draftId: models.draft.id },
    pair: loadedPair(),
  };
  let connected = true;
  let clock = Date.now();

  const picked = (): CallOutput<"folders.choose"> =>
    options.picks === undefined ? { outcome: "no-dialog" } : { outcome: "added", models: [...options.picks] };
  const emit = (event: HostEvent): void => {
    if (!connected) return;
    const read = eventSchema.parse(event);
    for (const listener of listeners) listener(read);
  };
  const now = (): number => {
    clock = Math.max(clock + 1, Date.now());
    return clock;
  };
  const messagesOf = (chatId: string): Message[] =>
    [...messages.values()].filter((message) => message.chatId === chatId);
  const chatOf = (chatId: string): Chat => {
    const chat = chats.get(chatId);
    if (chat === undefined) throw new OutriderError("not-found", "This chat is gone. Choose another one.");
    return chat;
  };
  const messageOf = (messageId: string): Message => {
    const message = messages.get(messageId);
    if (message === undefined) throw new OutriderError("not-found", "This message is gone.");
    return message;
  };
  const put = (message: Message): void => {
    messages.set(message.id, message);
    emit({ type: "message.changed", message });
  };

  const saveChat = (chat: Chat): Chat => {
    chats.set(chat.id, chat);
    return chat;
  };

  const addMessage = (
    chatId: string,
    role: Message["role"],
    content: string,
    state: Message["state"],
    parentId: string | null = chatOf(chatId).leafId,
  ): Message => {
    const message: Message = {
      id: crypto.randomUUID(),
      chatId,
      parentId,
      role,
      content,
      state,
      createdAt: now(),
      summary: null,
      roundCount: 0,
    };
    messages.set(message.id, message);
    saveChat({ ...chatOf(chatId), leafId: message.id });
    return message;
  };

  const tell = (chatId: string, added: readonly Message[]): Chat => {
    for (const message of added) emit({ type: "message.changed", message });
    const chat = chatOf(chatId);
    emit({ type: "chat.changed", chat });
    return chat;
  };

  const startReply = ({ chatId, id, content: prompt }: Message): Message => {
    const reply = addMessage(chatId, "assistant", "", { status: "waiting" }, id);
    const tokens = [...splitTokens((options.answer ?? (() => gravity))(prompt)), endToken()];
    const { capture, temperature } = settings.decoding;
    const skill = options.skill ?? 0.78;
    const writer = createRoundWriter({ tokens, seed: prompt.length + 5, skill, capture, sampled: temperature > 0 });
    traces.set(reply.id, []);
    running.set(reply.id, { messageId: reply.id, writer, sequence: 0, k: effectiveK() });
    return reply;
  };
  const effectiveK = (): number => (settings.pair?.draftId === null ? 0 : kInForce(settings.decoding.k));

  const end = (
    messageId: string,
    state: Message["state"],
    finishReason: FinishReason,
    notes: readonly Note[] = [],
  ): void => {
    const message = messageOf(messageId);
    const rounds = traces.get(messageId) ?? [];
    running.delete(messageId);
    const summary =
      state.status === "failed" ? null : summarise({ rounds, decoding: settings.decoding, finishReason, notes });
    put({ ...message, state, summary, roundCount: rounds.length });
  };

  const putDownload = (download: Download): Download => {
    downloads = [download];
    emit({ type: "downloads.changed", downloads });
    return download;
  };

  const handlers: Handlers = {
    "app.state": () => ({
      version: "0.1.0",
      shell: "web",
      platform: "linux",
      settings,
      engine,
      pair,
      models: shelf,
      downloads,
      chats: [...chats.values()],
      folders: { data: "/home/ada/.local/share/outrider", models: ["/home/ada/models"], home: "/home/ada" },
      notices: [...(options.notices ?? [])],
    }),
    "settings.update": ({ patch }) => {
      settings = applyPatch(settings, patch);
      emit({ type: "settings.changed", settings });
      return settings;
    },
    "models.refresh": () => shelf,
    "models.memory": ({ choice }) => forecastOf(choice.draftId !== null),
    "catalog.read": () => [catalogPair],
    "hub.look": () => offered,
    "hub.token": () => ({ source: "none" }),
    "hub.set-token": ({ token }) => ({ source: token === null ? "none" : "kept" }),
    "downloads.start": ({ repository, file }) =>
      putDownload({
        ...runningDownload,
        repository,
        file,
        state: { status: "running", bytesPerSecond: null, secondsLeft: null },
      }),
    "downloads.pause": () => putDownload({ ...runningDownload, state: { status: "paused" } }),
    "downloads.resume": () => putDownload(runningDownload),
    "downloads.remove": () => {
      downloads = [];
      emit({ type: "downloads.changed", downloads });
      return null;
    },
    "folders.browse": () => browsed,
    "folders.suggest": () => [{ name: "LM Studio", path: "/home/ada/.lmstudio/models" }],
    "models.fits": ({ targetId }) =>
      Object.fromEntries(
        shelf.filter((model) => model.problem === null).map((model) => [model.id, fitOf(targetId, model)]),
      ),
    "pair.select": ({ choice, chatId }) => {
      if (chatId !== undefined) emit({ type: "chat.changed", chat: saveChat({ ...chatOf(chatId), pair: choice }) });
      settings = { ...settings, pair: choice };
      emit({ type: "settings.changed", settings });
      setPair({ state: "loaded", choice, pair: loadedPair(choice.draftId !== null) });
      return pair;
    },
    "models.costs": ({ targetId }) => (targetId === models.target.id ? { [models.draft.id]: 0.31 } : {}),
    "models.add": ({ paths }) => {
      const isFile = (path: string): boolean => path.endsWith(".gguf");
      const folders = [...settings.folders, ...paths.filter((path) => !isFile(path))];
      settings = { ...settings, folders, files: [...settings.files, ...paths.filter(isFile)] };
      emit({ type: "settings.changed", settings });
      return shelf.filter(({ location }) => paths.includes(location)).map(({ id }) => id);
    },
    "folders.choose": picked,
    "files.choose": picked,
    "pair.unload": () => {
      setPair({ state: "unloaded" });
      return pair;
    },
    "engine.restart": () => {
      setEngine({ state: "ready" });
      return engine;
    },
    "chats.open": ({ chatId }) => ({ chat: chatOf(chatId), messages: messagesOf(chatId) }),
    "chats.rename": ({ chatId, title }) => {
      const chat = { ...chatOf(chatId), title };
      chats.set(chatId, chat);
      emit({ type: "chat.changed", chat });
      return chat;
    },
    "chats.export": ({ chatId }) => ({ fileName: "chat.json", mediaType: "text/plain", text: chatOf(chatId).title }),
    "chats.import": ({ text }) => {
      if (!text.startsWith("# "))
        throw new OutriderError("invalid-input", "The chat was not taken in. It has no title.");
      const { id } = saveChat(sampleChat(text.slice(2).split("\n")[0] ?? "", now()));
      addMessage(id, "user", "Imported question", { status: "complete" });
      addMessage(id, "assistant", "An imported answer.", { status: "complete" });
      return { chat: tell(id, []) };
    },
    "chats.set-system-prompt": ({ chatId, systemPrompt }) => {
      const chat = saveChat({ ...chatOf(chatId), systemPrompt });
      emit({ type: "chat.changed", chat });
      return chat;
    },
    "chats.set-decoding": ({ chatId, patch }) => {
      const before = chatOf(chatId);
      const decoding = applyPatch(before.decoding ?? chatDecodingSchema.parse(settings.decoding), patch);
      settings = { ...settings, decoding: { ...settings.decoding, ...decoding } };
      emit({ type: "settings.changed", settings });
      const chat = saveChat({ ...before, decoding });
      emit({ type: "chat.changed", chat });
      return chat;
    },
    "chats.pin": ({ chatId, pinned }) => {
      const chat = saveChat({ ...chatOf(chatId), pinned });
      emit({ type: "chat.changed", chat });
      return chat;
    },
    "chats.remove": ({ chatId }) => {
      removed.set(chatId, chatOf(chatId));
      chats.delete(chatId);
      emit({ type: "chat.removed", chatId });
      return null;
    },
    "chats.restore": ({ chatId }) => {
      const chat = removed.get(chatId);
      if (chat === undefined) throw new OutriderError("not-found", "This chat is gone for good.");
      emit({ type: "chat.changed", chat: saveChat(chat) });
      return chat;
    },
    "chats.search": ({ query }) =>
      [...messages.values()]
        .filter(({ content, chatId }) => chats.has(chatId) && content.includes(query))
        .map(({ id, chatId, content }) => {
          const at = content.indexOf(query);
          const snippet = [
            { text: content.slice(Math.max(0, at - 30), at), match: false },
            { text: query, match: true },
            { text: content.slice(at + query.length, at + 60), match: false },
          ];
          return { chatId, title: chatOf(chatId).title, messageId: id, snippet };
        }),
    "chats.send": ({ chatId, parentId, text }) => {
      const chat = chatId === null ? sampleChat(text.slice(0, 40), now()) : { ...chatOf(chatId), updatedAt: now() };
      const decoding = chat.decoding ?? chatDecodingSchema.parse(settings.decoding);
      const { id } = saveChat({ ...chat, pair: settings.pair, decoding });
      const message = addMessage(id, "user", text, { status: "complete" }, parentId);
      const reply = startReply(message);
      return { chat: tell(id, [message, reply]), message, reply };
    },
    "chats.retry": ({ chatId }) => {
      const [question, last] = shownBranch(chatOf(chatId).leafId, messagesOf(chatId)).slice(-2);
      if (question === undefined || last === undefined || last.role !== "assistant")
        throw new OutriderError("invalid-input", "There is nothing to answer again.");
      messages.delete(last.id);
      emit({ type: "message.removed", chatId, messageId: last.id });
      const reply = startReply(question);
      return { chat: tell(chatId, [reply]), removed: [last.id], reply };
    },
    "chats.branch": ({ messageId }) => {
      const reply = startReply(messageOf(messageOf(messageId).parentId ?? ""));
      return { chat: tell(reply.chatId, [reply]), reply };
    },
    "chats.take-back": ({ messageId }) => {
      const { chatId, parentId } = messageOf(messageId);
      const question = messageOf(parentId ?? "");
      const removed = [messageId, question.id];
      for (const id of removed) {
        messages.delete(id);
        emit({ type: "message.removed", chatId, messageId: id });
      }
      const chat = saveChat({ ...chatOf(chatId), leafId: question.parentId });
      emit({ type: "chat.changed", chat });
      return { chat, removed, text: question.content };
    },
    "chats.regenerate": ({ messageId }) => {
      const reply = startReply(messageOf(messageOf(messageId).parentId ?? ""));
      return { chat: tell(reply.chatId, [reply]), reply };
    },
    "chats.continue": ({ messageId }) => {
      const old = messageOf(messageId);
      const reply = startReply(messageOf(old.parentId ?? ""));
      const { content, summary, roundCount } = old;
      const begun = { ...reply, content, summary, roundCount };
      messages.delete(messageId);
      messages.set(reply.id, begun);
      traces.set(reply.id, [...(traces.get(messageId) ?? [])]);
      const chat = tell(reply.chatId, [begun]);
      emit({ type: "message.removed", chatId: chat.id, messageId });
      return { chat, removed: [messageId], reply: begun };
    },
    "chats.show": ({ messageId }) => {
      const { chatId } = messageOf(messageId);
      const leafId = newestLeafUnder(messageId, messagesOf(chatId));
      const chat = saveChat({ ...chatOf(chatId), leafId });
      emit({ type: "chat.changed", chat });
      return chat;
    },
    "prompt.count": ({ text }) => splitTokens(text).length,
    "replies.stop": ({ messageId }) => {
      if (running.has(messageId)) end(messageId, { status: "stopped" }, "aborted");
      return null;
    },
    "replies.set-k": ({ messageId, k }) => {
      const reply = running.get(messageId);
      if (reply === undefined) throw new OutriderError("not-found", "This reply has ended.");
      reply.k = kInForce(k);
      return null;
    },
    "replies.trace": ({ messageId }) => ({ messageId, rounds: traces.get(messageId) ?? [] }),
    "traces.export": ({ messageId, format }) => ({
      fileName: `trace.${format}`,
      mediaType: "text/plain",
      text: JSON.stringify(traces.get(messageId) ?? []),
    }),
    "traces.import": () => {
      throw new OutriderError("invalid-input", "The trace was not taken in. It is not JSON.");
    },
    "replies.acknowledge": () => null,
    "shell.open-link": () => false,
  };

  const setPair = (next: PairStatus): void => {
    pair = next;
    emit({ type: "pair.changed", pair });
  };
  const setEngine = (next: EngineStatus): void => {
    engine = next;
    emit({ type: "engine.changed", engine });
  };

  const call = async <Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallOutput<Name>> => {
    record.push({ name, input });
    if (!connected) throw new OutriderError("disconnected", "The connection to Outrider is down.");
    const refusal = refusals.get(name);
    if (refusal !== undefined) throw refusal;
    // Table and handlers are picked by the same name, which the compiler cannot follow.
    const output = await handlers[name](calls[name].input.parse(input) as CallArguments<Name>);
    return calls[name].output.parse(output) as CallOutput<Name>;
  };

  const { pathOf } = options;
  const bridge: Bridge = {
    call,
    ...(pathOf === undefined
      ? {}
      : { addDropped: (files: readonly File[]) => call("models.add", { paths: files.map(pathOf) }) }),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onConnection(listener) {
      connectionListeners.add(listener);
      return () => connectionListeners.delete(listener);
    },
  };

  return {
    bridge,
    /** Every call made so far. */
    record,
    emit,
    setPair,
    setEngine,
    setModels(next: readonly ModelEntry[]): void {
      shelf = [...next];
      emit({ type: "models.changed", models: shelf });
    },
    settings: () => settings,
    /** Makes a call fail until it is allowed again. */
    refuse: (name: CallName, error: ErrorRecord | null): void => {
      if (error === null) refusals.delete(name);
      else refusals.set(name, new OutriderError(error.kind, error.message, { details: error.details }));
    },
    connect(next: boolean): void {
      connected = next;
      for (const listener of connectionListeners) listener(next);
    },
    /** The replies being written, oldest first. */
    running: (): readonly string[] => [...running.keys()],
    /** Writes so many rounds of a reply in one event; ends the reply with its last round. */
    release(messageId: string, count = 1): void {
      const reply = running.get(messageId);
      if (reply === undefined) return;
      const message = messageOf(messageId);
      if (message.state.status === "waiting") put({ ...message, state: { status: "streaming" } });
      const trace = traces.get(messageId) ?? [];
      const firstRound = trace.length;
      const rounds: Round[] = [];
      while (rounds.length < count && !reply.writer.ended()) {
        rounds.push({ ...reply.writer.next(reply.k), index: firstRound + rounds.length });
      }
      trace.push(...rounds);
      const text = rounds
        .flatMap((round) => round.emitted)
        .map((token) => token.text)
        .join("");
      const before = messageOf(messageId);
      messages.set(messageId, { ...before, content: before.content + text, roundCount: trace.length });
      if (rounds.length > 0) emit({ type: "reply.rounds", messageId, sequence: reply.sequence, firstRound, rounds });
      reply.sequence += 1;
      if (reply.writer.ended()) end(messageId, { status: "complete" }, "end-of-generation");
    },
    end,
    /** Adds a finished exchange, as if from an earlier day. */
    addChat(
      title: string,
      prompt: string,
      answer: string,
      part: { readonly daysAgo?: number; readonly notes?: readonly Note[] } & Partial<
        Pick<Chat, "pair" | "decoding">
      > = {},
    ): Chat {
      const at = Date.now() - (part.daysAgo ?? 0) * 86_400_000;
      const chat = saveChat({ ...sampleChat(title, at), pair: part.pair ?? null, decoding: part.decoding ?? null });
      addMessage(chat.id, "user", prompt, { status: "complete" });
      const reply = addMessage(chat.id, "assistant", answer, { status: "complete" });
      const tokens = [...splitTokens(answer), endToken()];
      const { capture, temperature, k } = settings.decoding;
      const script = { tokens, seed: title.length, skill: options.skill ?? 0.78, capture, sampled: temperature > 0 };
      const writer = createRoundWriter(script);
      const rounds: Round[] = [];
      while (!writer.ended()) rounds.push(writer.next(kInForce(k)));
      traces.set(reply.id, rounds);
      const summary = summarise({
        rounds,
        decoding: settings.decoding,
        finishReason: "end-of-generation",
        notes: part.notes ?? [],
      });
      messages.set(reply.id, { ...reply, summary, roundCount: rounds.length });
      return chatOf(chat.id);
    },
    messagesOf,
  };
}

function sampleChat(title: string, at: number): Chat {
  return {
    id: crypto.randomUUID(),
    title,
    systemPrompt: "",
    leafId: null,
    pinned: false,
    pair: null,
    decoding: null,
    createdAt: at,
    updatedAt: at,
  };
}

/** Only models of the target's vocabulary fit. */
function fitOf(targetId: string, model: ModelEntry): PairFit {
  const same = model.id.split("-")[0] === targetId.split("-")[0];
  if (same) return { fits: true, sizeRatio: 0.3, warning: null };
  return {
    fits: false,
    reason: "Its vocabulary is another one: 151,936 tokens against 49,152, and token 5 differs (`<file_sep>` / `&`).",
    differences: [{ id: 5, target: "<file_sep>", draft: "&" }],
    sizeRatio: 3.7,
  };
}

/** This host measures nothing: its auto is always the same. */
function kInForce(k: KChoice): number {
  return k === "auto" ? 3 : k;
}
