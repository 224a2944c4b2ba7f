import { loadavg } from "node:os";
import type { LoadedPair } from "../../contract/loading.ts";
import type { EngineClient } from "../../host/engine/engine-client.ts";
import { parseFlags } from "../arguments/flags.ts";
import { type HelpPage, renderHelp } from "../arguments/help-page.ts";
import type { Command, CommandContext } from "../context.ts";
import { loadPair } from "../engine/load-pair.ts";
import { withEngine } from "../engine/with-engine.ts";
import { openLibrary } from "../models/open-library.ts";
import { type Arm, armName, loopOf, needsDraft } from "./arms.ts";
import { type Benchmark, type BenchmarkHeader, benchmarkedDecodingSchema, type Measured } from "./benchmark.ts";
import { hashText, machineFacts, modelFacts, outriderFacts, versionFacts } from "./facts.ts";
import { benchFlags, benchSections } from "./flags.ts";
import { type BenchOptions, type Format, readBenchOptions } from "./options.ts";
import { planSteps, stepKey } from "./plan.ts";
import { createProgress } from "./progress.ts";
import { renderCsv, renderJson, renderMarkdown, renderText } from "./report/render.ts";
import { openResultsFile, withoutFile } from "./results-file.ts";

/** Is in no category, so that no prompt that counts was seen before. */
const WARM_UP = { prompt: "Count from one to thirty in words, one number to a line.", maxTokens: 16 };

const renderers: Readonly<Record<Format, (benchmark: Benchmark) => string>> = {
  json: renderJson,
  csv: renderCsv,
  markdown: renderMarkdown,
  text: renderText,
};

const help: HelpPage = {
  usage: "npm run --silent outrider -- bench [options]",
  about:
    "Measures ways to decode side by side on your models: plain, with each drafter and k, and with node-llama-cpp's own\nloops. Arms take turns in random order; no arm sees a prompt twice in a run. Let the machine do nothing else meanwhile.",
  sections: benchSections,
  footer:
    "With k auto and drafts, outputs are those of plain decoding where the backend's arithmetic is the same at every batch\nwidth; elsewhere two replies may part at a near tie, and the table says after how many tokens.\n" +
    "Exit codes: 0 measured, 2 something to change (one line on stderr says what), 1 something broke, 130 interrupted.",
};

/** `outrider bench`: ways to decode side by side, on the user's models and machine. */
export const bench: Command = async (words, context) => {
  const { terminal } = context;
  const parsed = parseFlags(words, benchFlags);
  if (parsed.has("help")) {
    await terminal.write(renderHelp(help, terminal.output.columns));
    return 0;
  }
  const options = await readBenchOptions(parsed, context.workingFolder);
  const benchmark = await withEngine(context, async (engine) => {
    const pair = await loadPair(engine, await openLibrary(engine, context), options.pair, options.load, context);
    return measureAll(engine, pair, options, context);
  });
  await terminal.write(renderers[options.format](benchmark));
  return 0;
};

async function measureAll(
  engine: EngineClient,
  pair: LoadedPair,
  options: BenchOptions,
  { terminal, interruption }: CommandContext,
): Promise<Benchmark> {
  const arms = possibleArms(options, pair, terminal.tell);
  const fresh = await makeHeader(pair, options, arms);
  const file = options.out === null ? withoutFile(fresh) : await openResultsFile(options.out, fresh);
  const known = new Set(file.measured.map(stepKey));
  const steps = planSteps({ ...options, arms }).filter(
    ({ run, prompt, arm }) => !known.has(stepKey({ run, prompt: prompt.id, arm: armName(arm) })),
  );
  if (known.size > 0) terminal.tell(`Going on where ${known.size} measurements are there; ${steps.length} are left.`);

  const measure = (arm: Arm, text: string, decoding: BenchOptions["decoding"]) =>
    engine.request(
      "measure",
      {
        prompt: { kind: "messages", messages: [{ role: "user", content: text }] },
        loop: loopOf(arm, decoding),
      },
      { signal: interruption.signal },
    );
  const measurements: Measured[] = [...file.measured];
  const warmUps = steps.length === 0 ? [] : Array.from({ length: options.warmup }, () => arms).flat();
  const progress = createProgress(terminal, warmUps.length + steps.length, () => performance.now());
  try {
    for (const arm of warmUps) {
      progress.step(`warming up ${armName(arm)}`);
      await measure(arm, WARM_UP.prompt, { ...options.decoding, seed: options.seed, maxTokens: WARM_UP.maxTokens });
    }
    for (const { run, prompt, arm } of steps) {
      progress.step(`${armName(arm)} on ${prompt.id}`);
      // Runs differ in what is sampled, arms of a run do not start from different numbers.
      const measurement = await measure(arm, prompt.text, { ...options.decoding, seed: options.seed + run });
      const measured: Measured = {
        type: "measurement",
        run,
        prompt: prompt.id,
        category: prompt.category,
        arm: armName(arm),
        ...measurement,
        load: loadavg()[0] ?? 0,
      };
      measurements.push(measured);
      await file.add(measured);
    }
  } finally {
    progress.end();
  }
  return { header: file.header, measurements };
}

/** Leaves out, with a line that says why, what cannot be measured here. */
function possibleArms(
  { arms, decoding }: BenchOptions,
  pair: LoadedPair,
  tell: (line: string) => void,
): readonly Arm[] {
  const leaveOut = (from: readonly Arm[], reason: string, isOut: (arm: Arm) => boolean): readonly Arm[] => {
    const out = from.filter(isOut);
    if (out.length > 0) tell(`Left out, because ${reason}: ${out.map(armName).join(", ")}.`);
    return from.filter((arm) => !isOut(arm));
  };
  const withDraft = pair.draft === null ? leaveOut(arms, "no draft is loaded", needsDraft) : arms;
  if (decoding.temperature === 0) return withDraft;
  return leaveOut(withDraft, "the library's loops are measured at temperature 0", ({ kind }) => kind === "library");
}

async function makeHeader(
  pair: LoadedPair,
  { prompts, runs, warmup, seed, decoding, note }: BenchOptions,
  arms: readonly Arm[],
): Promise<BenchmarkHeader> {
  const { backend, threads, kvType, flashAttention, target, draft } = pair;
  return {
    type: "header",
    startedAt: new Date().toISOString(),
    note,
    outrider: await outriderFacts(),
    versions: await versionFacts(),
    machine: machineFacts(),
    models: { target: await modelFacts(target), draft: draft === null ? null : await modelFacts(draft) },
    loading: { backend, threads, contextSize: target.contextSize, kvType, flashAttention },
    settings: {
      arms: arms.map(armName),
      prompts: prompts.map(({ id, text }) => ({ id, sha256: hashText(text) })),
      runs,
      warmup,
      seed,
      decoding: benchmarkedDecodingSchema.parse({ ...decoding, seed }),
    },
  };
}
