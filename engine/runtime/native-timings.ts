import type { LlamaContext } from "node-llama-cpp";

const MARK = "llama_perf_context_print";
/** Both lines count: passes over several tokens are "prompt eval", those over one are "eval". */
const EVALUATION = /(?:prompt eval|eval) time =\s*([\d.]+) ms/g;
/** The last lines of a report. */
const END = /total time =/;
/** Log lines come over the event loop; this many turns are more than they were ever seen to take. */
const PATIENCE = 20;

/**
 * How long llama.cpp says it evaluated. The library hands these figures over in no other way than as lines of the log,
 * which is why the log is read here.
 */
export class NativeTimings {
  #ms = 0;
  #complete = false;

  /** Takes in a text of the log; true: it was about timings, and nobody else needs it. */
  receive(text: string): boolean {
    if (!text.includes(MARK)) return false;
    for (const [, ms] of text.matchAll(EVALUATION)) this.#ms += Number(ms);
    this.#complete ||= END.test(text);
    return true;
  }

  /** Milliseconds of evaluation since the last call for this context, sampling not included. Calls must not overlap. */
  async take(context: LlamaContext): Promise<number> {
    this.#ms = 0;
    this.#complete = false;
    await context.printTimings();
    for (let turn = 0; turn < PATIENCE && !this.#complete; turn++) await new Promise((done) => setTimeout(done, 1));
    if (!this.#complete) throw new Error("llama.cpp did not report its timings");
    return this.#ms;
  }
}
