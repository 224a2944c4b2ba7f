import { LONGEST_DRAFT } from "../../contract/decoding.ts";
import { commonPrefix } from "../context/align.ts";
import type { SharedContext } from "../context/shared-context.ts";
import type { Rules } from "../decoding/rules.ts";
import { lengthThatPays } from "../pacing/stop-rule.ts";
import type { TokenId } from "../runtime/runtime.ts";
import { CopiedSource } from "./copied-source.ts";
import type { Draft, Drafter } from "./drafter.ts";
import { createLookupCalibration, lookupClass } from "./lookup-chances.ts";
import { LookupIndex, type LookupMatch } from "./lookup-index.ts";

/** A place the text may go on from, with what it would say then. */
interface Continuation {
  readonly place: number;
  readonly tokens: readonly TokenId[];
  readonly classes: readonly number[];
  readonly chances: readonly number[];
}

/** Guesses that the text goes on as it did at an earlier place: no model, no evaluation, no memory to speak of. */
export function createLookupDrafter(context: SharedContext, rules: Rules): Drafter {
  // Of this reply alone: how a text copies says little of how the next one does.
  const calibration = createLookupCalibration();
  const index = new LookupIndex();
  const source = new CopiedSource();
  let known = 0;
  let last: Continuation | null = null;

  /** What was emitted since the last look also says whether what was looked up then would have been right. */
  const learn = (text: readonly TokenId[]): void => {
    if (!index.follow(text)) {
      source.reset();
      last = null;
    }
    if (last !== null) {
      const emitted = text.slice(known);
      const kept = commonPrefix(last.tokens, emitted);
      calibration.observe(last.classes.slice(0, Math.min(emitted.length, kept + 1)), kept);
    }
    source.follow(text, known, last?.place ?? null);
    known = text.length;
  };

  const continueFrom = (text: readonly TokenId[], { place, length }: LookupMatch): Continuation => {
    const resumed = place === source.place;
    const tokens = source.continuation(text, place, LONGEST_DRAFT);
    const classes = tokens.map((_token, position) => lookupClass(length + position, resumed));
    return { place, tokens, classes, chances: classes.map((guessClass) => calibration.chance(guessClass)) };
  };

  const find = (text: readonly TokenId[]): Continuation | null => {
    const matches = [index.find()];
    if (source.place !== null && source.place < text.length) {
      matches.push({ place: source.place, length: index.sharedLength(source.place) });
    }
    return matches
      .filter((match) => match !== null)
      .map((match) => continueFrom(text, match))
      .reduce<Continuation | null>(
        (best, next) => (best === null || expectedKept(next) > expectedKept(best) ? next : best),
        null,
      );
  };

  return {
    prepare: async () => undefined,
    async draft({ lookup: { k, costs } }) {
      // Also where nothing is asked for: what is emitted says what a look-up would have been worth.
      const text = context.history;
      learn(text);
      last = find(text);
      const made = (tokens: readonly TokenId[], end: Draft["end"]): Draft => ({
        drafter: "lookup",
        guesses: tokens.map((token) => ({ proposal: rules.certain(token), row: null })),
        end,
      });
      if (k <= 0) return null;
      if (last === null) return made([], "nothing-found");
      const length = costs === null ? k : lengthThatPays(last.chances.slice(0, k), costs);
      return made(last.tokens.slice(0, length), length < k ? "does-not-pay" : null);
    },
  };
}

/** Tokens that may be expected to be kept of the longest draft. */
function expectedKept({ chances }: Continuation): number {
  let kept = 1;
  return chances.reduce((sum, chance) => {
    kept *= chance;
    return sum + kept;
  }, 0);
}
