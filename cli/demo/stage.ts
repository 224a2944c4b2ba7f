import { type DrafterChoice, decodingSchema } from "../../contract/decoding.ts";
import { type LoadedPair, loadSettingsSchema } from "../../contract/loading.ts";
import { OutriderError } from "../../contract/outrider-error.ts";
import type { Summary } from "../../contract/summary.ts";
import type { Round } from "../../contract/trace.ts";
import type { EngineClient } from "../../host/engine/engine-client.ts";
import type { CommandContext } from "../context.ts";
import { loadPair } from "../engine/load-pair.ts";
import { openLibrary } from "../models/open-library.ts";
import { bracketedLooks, colouredLooks, type Looks, wantsColour } from "../output/marks.ts";

interface Performance {
  readonly prompt: string;
  readonly k: number;
  /** The draft model, where it is left out. */
  readonly drafter?: DrafterChoice;
  readonly maxTokens: number;
  readonly onRound?: (round: Round) => Promise<void>;
}

/** What a chapter of the demo needs: the loaded pair, a way to decode, and a way to speak. */
export interface Stage {
  readonly pair: LoadedPair;
  readonly looks: Looks;
  /** Writes a paragraph. */
  say(text: string): Promise<void>;
  /** Writes text as it is. */
  write(text: string): Promise<void>;
  /** Greedy, so that every arm of a comparison has the same reply to produce. Throws `cancelled` after Ctrl-C. */
  decode(performance: Performance): Promise<Summary>;
}

/**
 * The arithmetic of these two settings is the same at every batch width with the bundled weights, so that plain and
 * speculative replies are the same to the last token.
 */
const exactLoading = loadSettingsSchema.parse({ kvType: "bf16", flashAttention: "on" });

/** Loads the bundled pair and decodes a little, so that the first measured reply is not the one that warms the caches. */
export async function openStage(engine: EngineClient, context: CommandContext): Promise<Stage> {
  const { terminal, interruption } = context;
  const bundled = { target: undefined, draft: undefined };
  const pair = await loadPair(engine, await openLibrary(engine, context), bundled, exactLoading, context);
  const write = (text: string) => terminal.write(text);

  async function decode({ prompt, k, drafter, maxTokens, onRound }: Performance): Promise<Summary> {
    const request = {
      prompt: { kind: "messages" as const, messages: [{ role: "user" as const, content: prompt }] },
      decoding: decodingSchema.parse({ k, maxTokens, drafter }),
    };
    const reply = engine.generate(request, { signal: interruption.signal });
    for await (const round of reply.rounds) await onRound?.(round);
    const summary = await reply.summary;
    if (interruption.signal.aborted) throw new OutriderError("cancelled", "Interrupted.");
    return summary;
  }

  await decode({ prompt: "Say hello.", k: 4, maxTokens: 8 });
  return {
    pair,
    looks: wantsColour(terminal.output.isTerminal, terminal.environment) ? colouredLooks : bracketedLooks,
    write,
    say: (text) => write(`${text}\n\n`),
    decode,
  };
}
