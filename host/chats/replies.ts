import { basename } from "node:path";
import type { Message } from "../../contract/chats.ts";
import type { Decoding, KChoice } from "../../contract/decoding.ts";
import { OutriderError, toErrorRecord } from "../../contract/outrider-error.ts";
import type { Summary } from "../../contract/summary.ts";
import type { Note, Round } from "../../contract/trace.ts";
import type { EngineReply } from "../engine/engine-client.ts";
import type { CostStore } from "../pair/kept-costs.ts";
import type { LoadedEngine, PairKeeper } from "../pair/pair-keeper.ts";
import { asWanted } from "../pair/wanted-pair.ts";
import type { ChatStore } from "../storage/chat-store.ts";
import { withEarlierRounds } from "./earlier-rounds.ts";
import type { ChatPrompt } from "./prompt.ts";

/** A reply to be written into an empty assistant message that is stored already. */
export interface ReplyOrder {
  readonly message: Message;
  readonly decoding: Decoding;
  /** Asked when its turn has come: earlier replies belong into it. */
  readonly prompt: (targetPath: string) => ChatPrompt;
  /** What the message begins with and the reply is continued after, stored already; null: it is begun afresh. */
  readonly start: ReplyStart | null;
  /** A token that comes first, picked by the user. */
  readonly chosen?: number;
}

export interface ReplyStart {
  readonly rounds: readonly Round[];
  /** The file of the model that wrote it: another one's ids would be other words. */
  readonly targetPath: string;
}

export interface RepliesOptions {
  readonly pairs: Pick<PairKeeper, "ensure">;
  readonly costs: Pick<CostStore, "learnFrom">;
  readonly store: Pick<ChatStore, "appendRounds" | "changeMessage" | "checkpoint">;
  /** The message's state, content or round count is another. */
  readonly onMessage: (message: Message) => void;
  /** These rounds are stored. */
  readonly onRounds: (messageId: string, firstRound: number, rounds: readonly Round[]) => void;
}

/** Writes replies, one at a time, in the order they were ordered. */
export interface Replies {
  order(order: ReplyOrder): void;
  /** The message of a reply that waits or runs, as it is now; null for all others. */
  live(messageId: string): Message | null;
  /** Stops a reply, keeping what it has; false where it does not run or wait (any more). */
  stop(messageId: string): boolean;
  /** From its next round on; false where it does not run or wait. */
  setK(messageId: string, k: KChoice): boolean;
  /** Stops a reply whose message is about to be removed; nothing is written or told of it any more. */
  discard(messageId: string): void;
  /** Stops all; resolves when the last one has ended. */
  close(): Promise<void>;
}

interface Job {
  readonly order: ReplyOrder;
  readonly stop: AbortController;
  message: Message;
  /** Whether its turn has come. */
  begun: boolean;
  reply: EngineReply | null;
  k: Decoding["k"] | null;
  discarded: boolean;
}

export function createReplies({ pairs, costs, store, onMessage, onRounds }: RepliesOptions): Replies {
  const jobs = new Map<string, Job>();
  let last: Promise<void> = Promise.resolve();

  function change(job: Job, next: Partial<Message>): void {
    job.message = { ...job.message, ...next };
  }

  function tell(job: Job): void {
    if (!job.discarded) onMessage(job.message);
  }

  function takeIn(job: Job, decoded: readonly Round[]): void {
    const firstRound = job.message.roundCount;
    const earlier = job.order.start?.rounds.length ?? 0;
    const rounds = decoded.map((round) => ({ ...round, index: earlier + round.index }));
    store.appendRounds(job.message.id, rounds);
    const text = rounds.flatMap(({ emitted }) => emitted.map((token) => token.text)).join("");
    change(job, { content: job.message.content + text, roundCount: firstRound + rounds.length });
    onRounds(job.message.id, firstRound, rounds);
  }

  /** Resolves with the summary; null where the reply was stopped before there was anything to sum up. */
  async function write(job: Job): Promise<Summary | null> {
    const { order, stop } = job;
    try {
      const engine = await pairs.ensure(stop.signal);
      const prompt = order.prompt(engine.wanted.target);
      const { messages, left } = prompt;
      const reply = engine.client.generate(
        {
          prompt: { kind: "messages", messages: [...messages], left },
          replyStart: startTokens(order.start, engine.wanted.target),
          ...(order.chosen === undefined ? {} : { chosen: order.chosen }),
          decoding: job.k === null ? order.decoding : { ...order.decoding, k: job.k },
        },
        { signal: stop.signal, onStarted: () => begin(job) },
      );
      job.reply = reply;
      for await (const rounds of reply.batches) {
        if (job.discarded) break;
        takeIn(job, rounds);
      }
      const summary = await reply.summary;
      void costs.learnFrom(engine.client);
      return withEarlierRounds(completed(summary, engine, prompt), order.start?.rounds ?? []);
    } catch (error) {
      if (stop.signal.aborted && error instanceof OutriderError && error.kind === "cancelled") return null;
      throw error;
    }
  }

  /** Not worth a write: whether it waited or ran makes no difference to what a crash leaves behind. */
  function begin(job: Job): void {
    change(job, { state: { status: "streaming" } });
    tell(job);
  }

  async function run(job: Job): Promise<void> {
    // Ended already, while it waited.
    if (job.stop.signal.aborted) return;
    job.begun = true;
    try {
      const summary = await write(job);
      const stopped = summary === null || summary.finishReason === "aborted";
      change(job, {
        state: { status: stopped ? "stopped" : "complete" },
        summary: summary ?? job.message.summary,
        content: summary?.text ?? job.message.content,
      });
    } catch (error) {
      change(job, { state: { status: "failed", error: toErrorRecord(error) } });
    }
    finish(job);
  }

  function finish(job: Job): void {
    jobs.delete(job.message.id);
    if (job.discarded) return;
    try {
      store.changeMessage(job.message.id, job.message);
      store.checkpoint();
    } catch (error) {
      change(job, { state: { status: "failed", error: toErrorRecord(error) } });
    }
    tell(job);
  }

  function stop(messageId: string): boolean {
    const job = jobs.get(messageId);
    if (job === undefined) return false;
    abort(job);
    return true;
  }

  /** A reply that waits in line ends at once: its turn may be minutes away. */
  function abort(job: Job): void {
    job.stop.abort();
    if (job.begun) return;
    change(job, { state: { status: "stopped" } });
    finish(job);
  }

  return {
    order(order) {
      const job: Job = {
        order,
        stop: new AbortController(),
        message: order.message,
        begun: false,
        reply: null,
        k: null,
        discarded: false,
      };
      jobs.set(order.message.id, job);
      last = last.then(() => run(job));
    },
    live: (messageId) => jobs.get(messageId)?.message ?? null,
    stop,
    setK(messageId, k) {
      const job = jobs.get(messageId);
      if (job === undefined) return false;
      job.k = k;
      job.reply?.setK(k);
      return true;
    },
    discard(messageId) {
      const job = jobs.get(messageId);
      if (job === undefined) return;
      job.discarded = true;
      abort(job);
    },
    async close() {
      for (const messageId of jobs.keys()) stop(messageId);
      await last;
    },
  };
}

function startTokens(start: ReplyStart | null, targetPath: string): number[] {
  if (start === null) return [];
  if (start.targetPath !== targetPath) {
    throw new OutriderError(
      "invalid-input",
      `This reply was written by ${basename(start.targetPath)}, and only that model can continue it. Choose it as the target, or have the question answered afresh.`,
    );
  }
  return start.rounds.flatMap(({ emitted }) => emitted.map(({ id }) => id));
}

/**
 * The engine never heard of a draft that has no file any more, nor what models are called, nor of messages that became
 * one in the prompt: its summary cannot say so.
 */
function completed(summary: Summary, { wanted }: LoadedEngine, prompt: ChatPrompt): Summary {
  const { settings } = summary;
  const { draftProblem } = wanted;
  const missing: Note[] = draftProblem === null ? [] : [{ code: "draft-failed", text: draftProblem.message }];
  return {
    ...summary,
    left: { ...summary.left, messages: prompt.storedCount(summary.left.messages) },
    notes: [...missing, ...summary.notes],
    settings: { ...settings, pair: asWanted(settings.pair, wanted) },
  };
}
