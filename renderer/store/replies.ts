import { createStore } from "zustand/vanilla";
import type { Bridge } from "../../contract/bridge.ts";
import { type ErrorRecord, toErrorRecord } from "../../contract/outrider-error.ts";
import { addToFigures, emptyFigures, type ReplyFigures } from "../../contract/reply-figures.ts";
import type { Round } from "../../contract/trace.ts";
import { addRounds, emptyRoundLog, type RoundLog } from "../features/inspector/round-log.ts";
import { appendRounds, emptyTokenStream, type TokenStream } from "../features/inspector/token-stream.ts";
import type { ReplyBatch } from "./reply-buffer.ts";

/** One reply as far as this window has it. */
export interface Reply {
  readonly log: RoundLog;
  readonly stream: TokenStream;
  readonly figures: ReplyFigures;
  /** The text of the rounds in `log`. */
  readonly text: string;
  /** How much of `text`, from its beginning, the model thought before it answered, and in how many tokens. */
  readonly thinking: { readonly characters: number; readonly tokens: number };
  readonly trace: TraceState;
}

/** Whether the stored trace was asked for. */
export type TraceState =
  | { readonly state: "not-asked" }
  | { readonly state: "loading" }
  | { readonly state: "loaded" }
  | { readonly state: "failed"; readonly error: ErrorRecord };

export interface RepliesState {
  readonly byMessage: Readonly<Record<string, Reply>>;
  /** Takes in what arrived since the last frame, in one change. */
  consume(batches: ReadonlyMap<string, ReplyBatch>): void;
  /** Fetches the stored trace. Does nothing while it is being fetched. */
  loadTrace(messageId: string): Promise<void>;
  /** Lets go of what can be fetched again. */
  release(messageIds: readonly string[]): void;
}

export const emptyReply: Reply = {
  log: emptyRoundLog,
  stream: emptyTokenStream,
  figures: emptyFigures,
  text: "",
  thinking: { characters: 0, tokens: 0 },
  trace: { state: "not-asked" },
};

/** A stored trace that lacks rounds this window waits for is asked for again, but not more often than this. */
const TRACE_AGAIN_MS = 1_000;

/** The host waits where a good many more batches than these are not acknowledged; it need not hear of each. */
const ACKNOWLEDGE_EVERY = 4;

export type RepliesStore = ReturnType<typeof createRepliesStore>;

export function createRepliesStore(bridge: Bridge) {
  return createStore<RepliesState>()((set, get) => {
    const lastAsked = new Map<string, number>();
    const lastAcknowledged = new Map<string, number>();

    const change = (messageId: string, update: (reply: Reply) => Reply): void => {
      set(({ byMessage }) => ({
        byMessage: { ...byMessage, [messageId]: update(byMessage[messageId] ?? emptyReply) },
      }));
    };

    /** What was let go of meanwhile stays gone. */
    const changeKnown = (messageId: string, update: (reply: Reply) => Reply): void => {
      if (get().byMessage[messageId] !== undefined) change(messageId, update);
    };

    const fillGap = (messageId: string): void => {
      const reply = get().byMessage[messageId];
      if (reply === undefined || reply.log.early.length === 0) return;
      const asked = lastAsked.get(messageId);
      if (asked === undefined || performance.now() - asked > TRACE_AGAIN_MS) void get().loadTrace(messageId);
    };

    const acknowledge = (messageId: string, sequence: number | null): void => {
      if (sequence === null) return;
      // A host that was away counts from 0 again.
      const since = Math.abs(sequence - (lastAcknowledged.get(messageId) ?? Number.NEGATIVE_INFINITY));
      if (since < ACKNOWLEDGE_EVERY) return;
      lastAcknowledged.set(messageId, sequence);
      // Where the connection broke there is nobody left to tell: the host starts afresh when it is back.
      bridge.call("replies.acknowledge", { messageId, sequence }).catch(() => undefined);
    };

    return {
      byMessage: {},

      consume(batches) {
        set(({ byMessage }) => {
          const next: Record<string, Reply> = { ...byMessage };
          for (const [messageId, batch] of batches) {
            next[messageId] = withRounds(next[messageId] ?? emptyReply, batch.rounds);
          }
          return { byMessage: next };
        });
        for (const [messageId, { sequence }] of batches) {
          acknowledge(messageId, sequence);
          fillGap(messageId);
        }
      },

      async loadTrace(messageId) {
        if (get().byMessage[messageId]?.trace.state === "loading") return;
        lastAsked.set(messageId, performance.now());
        change(messageId, (reply) => ({ ...reply, trace: { state: "loading" } }));
        try {
          const trace = await bridge.call("replies.trace", { messageId });
          changeKnown(messageId, (reply) => ({ ...withRounds(reply, trace.rounds), trace: { state: "loaded" } }));
        } catch (error) {
          changeKnown(messageId, (reply) => ({ ...reply, trace: { state: "failed", error: toErrorRecord(error) } }));
        }
      },

      release(messageIds) {
        for (const messageId of messageIds) lastAcknowledged.delete(messageId);
        set(({ byMessage }) => {
          const gone = new Set(messageIds);
          return { byMessage: Object.fromEntries(Object.entries(byMessage).filter(([id]) => !gone.has(id))) };
        });
      },
    };
  });
}

function withRounds(reply: Reply, incoming: readonly Round[]): Reply {
  const log = addRounds(reply.log, incoming);
  const joined = log.rounds.slice(reply.log.rounds.length);
  if (joined.length === 0) return log === reply.log ? reply : { ...reply, log };
  return {
    ...reply,
    log,
    stream: appendRounds(reply.stream, joined),
    figures: addToFigures(reply.figures, joined),
    text: reply.text + joined.map(emittedText).join(""),
    thinking: addThinking(reply.thinking, joined),
  };
}

function addThinking(before: Reply["thinking"], rounds: readonly Round[]): Reply["thinking"] {
  const added = rounds.flatMap(({ emitted }) => emitted).filter(({ thinking }) => thinking === true);
  if (added.length === 0) return before;
  const characters = added.reduce((sum, { text }) => sum + text.length, before.characters);
  return { characters, tokens: before.tokens + added.length };
}

function emittedText(round: Round): string {
  return round.emitted.map((token) => token.text).join("");
}
