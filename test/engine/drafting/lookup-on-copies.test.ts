import { describe, expect, it } from "vitest";
import { decodingSchema, LONGEST_DRAFT } from "../../../contract/decoding.ts";
import { SharedContext } from "../../../engine/context/shared-context.ts";
import { createRules } from "../../../engine/decoding/rules.ts";
import { createDrafter } from "../../../engine/drafting/create-drafter.ts";
import { createModelCalibration } from "../../../engine/drafting/model-chances.ts";
import { AutoPace } from "../../../engine/pacing/auto-pace.ts";
import { CostCurve } from "../../../engine/pacing/cost-curve.ts";
import { PlainTiming } from "../../../engine/pacing/plain-timing.ts";
import { RecentPace } from "../../../engine/pacing/stop-rule.ts";
import { createRandomSource } from "../../../engine/sampling/random-source.ts";
import { createScriptedSequence, createScriptedVocabulary } from "../fixtures/scripted-model.ts";
import { through } from "../pacing/simulated-machine.ts";

const code = `export class Store {
  readonly #items = new Map<string, Item>();
  readonly #listeners = new Set<Listener>();

  add(item: Item): void {
    if (this.#items.has(item.id)) throw new Error("the item " + item.id + " is there already");
    this.#items.set(item.id, item);
    this.#tell({ kind: "added", item });
  }

  remove(id: string): boolean {
    const item = this.#items.get(id);
    if (item === undefined) return false;
    this.#items.delete(id);
    this.#tell({ kind: "removed", item });
    return true;
  }

  /** All of them, the newest first; those that nobody has looked at for a while come last. */
  list(limit = 20): readonly Item[] {
    const all = [...this.#items.values()];
    all.sort((left, right) => right.changed - left.changed || left.id.localeCompare(right.id));
    return all.slice(0, limit);
  }

  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(change: Change): void {
    for (const listener of this.#listeners) listener(change);
  }
}
`;
const prose = `The keeper of the lighthouse had more clocks than visitors. On quiet evenings he wound them one after another,
and listened until two of them agreed. Ships passed far out and never knew that someone counted their lights.
When the storm came nobody saw it first but the old dog, who went under the table and would not be called.`;

const people = `Margarethe Lindqvist is head of logistics in Gothenburg. In Rotterdam, Joost van der Velden is harbour pilot.
Ask Aino Korhonen, the purser from Turku, about cabins. The accounts are with Tomasz Wrona, who works in Gdynia as auditor.
Catering in Bergen is the business of Ingrid Solheim. For repairs call Pieter Claes, shipwright, whose yard is in Antwerp.`;
const records = JSON.stringify(
  [
    { name: "Margarethe Lindqvist", role: "head of logistics", city: "Gothenburg" },
    { name: "Joost van der Velden", role: "harbour pilot", city: "Rotterdam" },
    { name: "Aino Korhonen", role: "purser", city: "Turku" },
    { name: "Tomasz Wrona", role: "auditor", city: "Gdynia" },
    { name: "Ingrid Solheim", role: "catering", city: "Bergen" },
    { name: "Pieter Claes", role: "shipwright", city: "Antwerp" },
  ],
  null,
  2,
);

/** Qwen2.5-Coder 1.5B on two cores (engine-facts), in plain tokens; beyond 16 as timed there with one thread. */
const cpu = through({ 1: 1, 2: 1.54, 3: 1.92, 4: 2.64, 5: 3.6, 6: 4.1, 7: 4.8, 8: 5.8, 16: 6.7, 32: 13.4, 64: 26.5 });
const flat = through({ 1: 1, 64: 1.3 });

const ids = new Map<string, number>();
function tokenize(text: string): number[] {
  return (text.match(/\w+|\s+|[^\w\s]/g) ?? []).map((word) => {
    const id = ids.get(word) ?? ids.size + 1;
    ids.set(word, id);
    return id;
  });
}

/**
 * How many times as fast as plain decoding a reply comes with lookup under auto, where passes take exactly `verify`. The pace
 * knows what a plain pass takes, and has to find out the rest.
 */
async function speedup(source: string, answer: string, verify: (width: number) => number): Promise<number> {
  const context = new SharedContext(createScriptedSequence({ logits: () => [0], batchSize: 1000 }), null);
  const settings = decodingSchema.parse({ drafter: "lookup" });
  const rules = createRules(settings, createRandomSource(1));
  const target = createScriptedVocabulary(10_000);
  const drafter = createDrafter({ settings, context, rules, target, modelCalibration: createModelCalibration() });
  const pace = new AutoPace({
    target: new CostCurve(new Map([[1, verify(1)]])),
    draft: null,
    plain: new PlainTiming(() => 0, { source: "measured-at-load", at: 0 }),
  });
  const recent = new RecentPace();
  const signal = new AbortController().signal;
  const reply = tokenize(answer);
  await context.begin(tokenize(`${source}\nChange it.\n`));
  await context.prefillTarget(signal);
  let ms = 0;
  for (let position = 0; position < reply.length; ) {
    const costs = pace.costs;
    if (costs === null) throw new Error("no pass was timed");
    const k = Math.min(LONGEST_DRAFT, reply.length - position - 1);
    const lookup = { k, costs: { ...costs, tokenMs: recent.msPerToken(costs.verifyMs(1)) } };
    const draft = await drafter?.draft({ model: { k: 0, costs: null }, lookup, signal });
    const guesses = (draft?.guesses ?? []).map(({ proposal }) => proposal.token);
    const miss = guesses.findIndex((token, index) => token !== reply[position + index]);
    const accepted = miss === -1 ? guesses.length : miss;
    const width = guesses.length + 1;
    await context.verify(
      guesses,
      Array.from({ length: width }, () => rules.request([])),
    );
    await context.commit(reply.slice(position, position + accepted + 1));
    const tested = Math.min(guesses.length, accepted + 1);
    pace.observe({ drafted: guesses.length, accepted, tested, width, draftMs: 0, verifyMs: verify(width) });
    recent.observe(verify(width), accepted + 1);
    ms += verify(width);
    position += accepted + 1;
  }
  return (reply.length * verify(1)) / ms;
}

const renamed = code.replaceAll("items", "records").replaceAll("Listener", "Observer");
const edited = code
  .replace("limit = 20", "limit = 20, offset = 0")
  .replace("all.slice(0, limit)", "all.slice(offset, offset + limit)")
  .replace("return false;\n", "return false;\n    if (item.locked) return false;\n");

describe("prompt lookup under auto, beside plain decoding", () => {
  it("is well above it on a CPU, for copies and edits of code", async () => {
    expect(await speedup(code, code, cpu)).toBeGreaterThan(2);
    expect(await speedup(code, edited, cpu)).toBeGreaterThan(1.6);
    expect(await speedup(code, renamed, cpu)).toBeGreaterThan(1.6);
  });

  it("drafts long where width is nearly free, and is not thrown off by an edit", async () => {
    expect(await speedup(code, code, flat)).toBeGreaterThan(20);
    expect(await speedup(code, edited, flat)).toBeGreaterThan(8);
    expect(await speedup(code, renamed, flat)).toBeGreaterThan(8);
  });

  it("does not lose where copies are short and their places jump", async () => {
    expect(await speedup(people, records, cpu)).toBeGreaterThan(0.97);
  });

  it("stays out of the way of what is not a copy", async () => {
    expect(await speedup(code, prose, cpu)).toBeGreaterThan(0.95);
  });
});
