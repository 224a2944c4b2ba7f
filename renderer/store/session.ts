/** Everything one window knows, tied to its bridge: the slices, and how events find their way into them. */
import { assertNever } from "../../contract/assert-never.ts";
import type { Bridge } from "../../contract/bridge.ts";
import type { Message } from "../../contract/chats.ts";
import type { HostEvent } from "../../contract/events.ts";
import { OutriderError, toErrorRecord } from "../../contract/outrider-error.ts";
import { describeReplyEnd } from "../features/chat/reply-end.ts";
import { strings } from "../strings.ts";
import { type ChatsStore, createChatsStore } from "./chats.ts";
import { type ConnectionStore, createConnectionStore } from "./connection.ts";
import type { Schedule } from "./frame-scheduler.ts";
import { isActive } from "./message-list.ts";
import { createModelsStore, type ModelsStore } from "./models.ts";
import { createNoticesStore, type NoticesStore } from "./notices.ts";
import { createPairStore, type PairStore } from "./pair.ts";
import { createReplayStore, type ReplayStore } from "./replay.ts";
import { createRepliesStore, type RepliesStore } from "./replies.ts";
import { createReplyBuffer } from "./reply-buffer.ts";
import { createSearchStore, type SearchStore } from "./search.ts";
import { createSettingsStore, type SettingsStore } from "./settings.ts";
import { createViewStore, type ViewStore } from "./view.ts";

export interface Session {
  readonly bridge: Bridge;
  readonly connection: ConnectionStore;
  readonly settings: SettingsStore;
  readonly search: SearchStore;
  readonly models: ModelsStore;
  readonly pair: PairStore;
  readonly chats: ChatsStore;
  readonly replies: RepliesStore;
  readonly view: ViewStore;
  readonly replay: ReplayStore;
  readonly notices: NoticesStore;
  /** Listens to the host and asks it how things stand. Answers how to stop. */
  start(): () => void;
  /** Shows a chat, or the screen for a new one. */
  openChat(chatId: string | null): Promise<void>;
  /** Shows a chat with the branch this message is on, and the message itself. Null: just the chat. */
  openMessage(chatId: string, messageId: string | null): Promise<void>;
}

export function createSession(bridge: Bridge, schedule: Schedule): Session {
  const connection = createConnectionStore();
  const settings = createSettingsStore(bridge);
  const search = createSearchStore(bridge);
  const models = createModelsStore(bridge);
  const pair = createPairStore(bridge);
  const chats = createChatsStore(bridge);
  const replies = createRepliesStore(bridge);
  const view = createViewStore();
  const replay = createReplayStore();
  const notices = createNoticesStore();
  const buffer = createReplyBuffer(schedule, (batches) => replies.getState().consume(batches));

  /** A reply that began before this window listened: its first rounds are in the stored trace. */
  const catchUp = (messages: readonly Message[]): void => {
    for (const message of messages) {
      const known = replies.getState().byMessage[message.id]?.log.rounds.length ?? 0;
      if (isActive(message) && message.roundCount > known) void replies.getState().loadTrace(message.id);
    }
  };

  const loadChat = async (chatId: string): Promise<void> => {
    await chats.getState().load(chatId);
    catchUp(chats.getState().conversations[chatId]?.messages ?? []);
  };

  const load = async (): Promise<void> => {
    try {
      const { version, shell, platform, folders, notices: told, ...state } = await bridge.call("app.state", {});
      settings.getState().receive(state.settings);
      models.getState().receive(state.models);
      models.getState().receiveDownloads(state.downloads);
      pair.getState().receiveEngine(state.engine);
      pair.getState().receivePair(state.pair, state.settings.load);
      chats.getState().receiveList(state.chats);
      connection.setState({ connection: { status: "connected" }, about: { version, shell, platform, folders } });
      notices.getState().tell(strings.connection.startNotice, told);
      const { selectedId } = chats.getState();
      if (selectedId !== null) await loadChat(selectedId);
    } catch (error) {
      const lost = error instanceof OutriderError && error.kind === "disconnected";
      connection.setState({
        connection: lost ? { status: "lost" } : { status: "failed", error: toErrorRecord(error) },
      });
    }
  };

  const receiveMessage = (message: Message): void => {
    // The end of a reply comes after its rounds, so they have to be in the store before it.
    if (!isActive(message)) buffer.flush();
    const wasActive = chats.getState().active[message.id] !== undefined;
    chats.getState().receiveMessage(message);
    // A reply that goes on with what an earlier one had.
    if (chats.getState().conversations[message.chatId] !== undefined) catchUp([message]);
    if (wasActive && !isActive(message) && message.chatId === chats.getState().selectedId) {
      notices.getState().announce(describeReplyEnd(message));
    }
  };

  const receiveMessageRemoved = (chatId: string, messageId: string): void => {
    // Rounds that wait for the next frame would bring it back.
    buffer.flush();
    chats.getState().receiveMessageRemoved(chatId, messageId);
    replies.getState().release([messageId]);
    if (view.getState().inspectedReply === messageId) view.getState().inspect(null);
  };

  const receive = (event: HostEvent): void => {
    switch (event.type) {
      case "settings.changed":
        settings.getState().receive(event.settings);
        break;
      case "models.changed":
        models.getState().receive(event.models);
        break;
      case "downloads.changed":
        models.getState().receiveDownloads(event.downloads);
        break;
      case "engine.changed":
        pair.getState().receiveEngine(event.engine);
        break;
      case "pair.changed":
        pair.getState().receivePair(event.pair, settings.getState().confirmed?.load ?? null);
        break;
      case "chat.changed":
        chats.getState().receiveChat(event.chat);
        break;
      case "chat.removed":
        chats.getState().receiveRemoved(event.chatId);
        break;
      case "message.removed":
        receiveMessageRemoved(event.chatId, event.messageId);
        break;
      case "message.changed":
        receiveMessage(event.message);
        break;
      case "reply.rounds":
        buffer.push(event);
        break;
      default:
        assertNever(event, "event");
    }
  };

  const openChat = async (chatId: string | null): Promise<void> => {
    const leaving = chats.getState().selectedId;
    chats.getState().select(chatId);
    view.getState().show("chat");
    replay.getState().leave();
    view.setState({ inspectedReply: null, cardToken: null, keptToken: null, pointing: false });
    if (leaving !== null && leaving !== chatId) {
      const left = chats.getState().conversations[leaving]?.messages ?? [];
      replies.getState().release(left.filter((message) => !isActive(message)).map((message) => message.id));
    }
    if (chatId !== null) await loadChat(chatId);
  };

  return {
    bridge,
    connection,
    settings,
    search,
    models,
    pair,
    chats,
    replies,
    view,
    replay,
    notices,

    start() {
      const stops = [
        bridge.subscribe(receive),
        bridge.onConnection((connected) => {
          if (connected) void load();
          else connection.setState({ connection: { status: "lost" } });
        }),
        () => buffer.dispose(),
      ];
      void load();
      return () => {
        for (const stop of stops) stop();
      };
    },

    openChat,

    async openMessage(chatId, messageId) {
      await openChat(chatId);
      const message = chats.getState().conversations[chatId]?.messages.find(({ id }) => id === messageId);
      if (message === undefined) return;
      await chats.getState().show(message);
      view.getState().seek(message.id);
    },
  };
}
