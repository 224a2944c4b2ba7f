import type { BenchmarkPrompt } from "./prompts.ts";
import { createSeededRandom, shuffled } from "./seeded-random.ts";

/** One measurement to make. */
export interface Step<Arm> {
  /** From 0. */
  readonly run: number;
  readonly prompt: BenchmarkPrompt;
  readonly arm: Arm;
}

interface PlanOptions<Arm> {
  readonly arms: readonly Arm[];
  readonly prompts: readonly BenchmarkPrompt[];
  readonly runs: number;
  readonly seed: number;
}

/**
 * Every arm on every prompt, once a run. All arms of a prompt follow each other, in an order of their own each time: what
 * is compared was measured in the same minute, and no arm always comes first.
 */
export function planSteps<Arm>({ arms, prompts, runs, seed }: PlanOptions<Arm>): readonly Step<Arm>[] {
  const random = createSeededRandom(seed);
  return Array.from({ length: runs }, (_unused, run) =>
    shuffled(prompts, random).flatMap((prompt) => shuffled(arms, random).map((arm) => ({ run, prompt, arm }))),
  ).flat();
}

/** Tells steps apart, by the names of prompt and arm, also across runs of the program. */
export function stepKey(step: { readonly run: number; readonly prompt: string; readonly arm: string }): string {
  return `${step.run} ${step.prompt} ${step.arm}`;
}
