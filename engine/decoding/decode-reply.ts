import type { Summary } from "../../contract/summary.ts";
import type { Round } from "../../contract/trace.ts";
import type { EvaluationCount } from "../runtime/runtime.ts";
import { judgeReply } from "./judge-reply.ts";
import { Reply } from "./reply.ts";
import type { ReplyJob } from "./reply-job.ts";

/**
 * Decodes one reply. Rounds are yielded as soon as the texts of their tokens are final, in order, each once.
 *
 * @throws OutriderError context-full where the prompt leaves no room for a reply; engine-failed where the target breaks
 */
export async function* decodeReply(job: ReplyJob): AsyncGenerator<Round, Summary> {
  const { target, replyStart = [] } = job;
  const start = performance.now();
  const before = { target: target.sequence.count, draft: job.draft?.sequence.count ?? noEvaluations };
  const reply = new Reply(job);
  const { promptTokens, reuse } = await reply.begin();
  job.onStart(promptTokens, reuse);
  await reply.prefill();
  const prefillMs = performance.now() - start;
  await job.onPrefilled?.();

  let timeToFirstTokenMs: number | null = null;
  for (let chosen = job.chosen; reply.finishReason === null; chosen = undefined) {
    if (chosen === undefined) await reply.nextRound();
    else await reply.takeChosen(chosen);
    timeToFirstTokenMs ??= reply.text.length > replyStart.length ? performance.now() - start : null;
    yield* reply.settledRounds();
  }
  reply.finish();
  yield* reply.settledRounds();
  await reply.bringDraftUp();

  const { seed, ...decoding } = job.decoding;
  return {
    text: reply.text.text,
    tokens: [...reply.text.tokens],
    givenTokens: replyStart.length,
    segments: reply.segments,
    finishReason: reply.finishReason,
    promptTokens,
    left: { messages: reply.prompt.left, shifts: [...reply.shifts] },
    cachedTokens: reuse,
    ...reply.tally.figures,
    timeToFirstTokenMs,
    timing: { loadMs: job.pair.loadMs, prefillMs, ...reply.tally.timing },
    calls: {
      target: target.sequence.count.calls - before.target.calls,
      targetRows: target.sequence.count.rows - before.target.rows,
      draft: (job.draft?.sequence.count.calls ?? 0) - before.draft.calls,
    },
    verdict: judgeReply({
      tally: reply.tally,
      plainTime: reply.pace.plainTime,
      plain: job.pace.explain(0).plain,
      byAuto: reply.pace.byAuto,
    }),
    notes: [...reply.notes],
    settings: { ...decoding, k: job.currentK(), seed, pair: job.pair },
  };
}

const noEvaluations: EvaluationCount = { calls: 0, rows: 0 };
