import type { Round } from "../../contract/trace.ts";
import { samePrefix } from "../context/align.ts";
import type { TokenId } from "../runtime/runtime.ts";
import type { VerifiedPair } from "./verified-pair.ts";

/** What the caches held when a round arrived. */
interface Snapshot {
  readonly target: readonly TokenId[];
  readonly draft: readonly TokenId[] | null;
}

/**
 * Looks into both caches at every round of a reply. A round arrives once its text is final, so that the engine may be
 * some rounds further by then: the caches have to stand at the end of that round or of a later one.
 */
export class CacheWatch {
  readonly #pair: VerifiedPair;
  readonly #snapshots: Snapshot[] = [];

  constructor(pair: VerifiedPair) {
    this.#pair = pair;
  }

  look(): void {
    const { target, draft } = this.#pair;
    this.#snapshots.push({ target: [...target.tokens], draft: draft === null ? null : [...draft.tokens] });
  }

  /**
   * How many rounds left a cache that is not prompt + emitted - 1 tokens. The draft's never holds anything else, and
   * after a round that it drafted it lacks its own last guess at the most.
   */
  wrongRounds(prompt: readonly TokenId[], rounds: readonly Round[]): number {
    const history = [...prompt, ...rounds.flatMap(({ emitted }) => emitted.map(({ id }) => id))];
    const ends: number[] = [];
    for (const { emitted } of rounds) ends.push((ends.at(-1) ?? prompt.length) + emitted.length);
    return this.#snapshots.filter(({ target, draft }, index) => {
      const at = ends.indexOf(target.length + 1, index);
      if (at < 0 || !isPrefix(target, history)) return true;
      if (draft === null) return false;
      const drafted = rounds[at]?.drafter === "model" && (rounds[at]?.drafted.length ?? 0) > 0;
      return !isPrefix(draft, history) || (drafted && draft.length < target.length - 1);
    }).length;
  }
}

function isPrefix(cached: readonly TokenId[], history: readonly TokenId[]): boolean {
  return cached.length < history.length && samePrefix(cached, history, cached.length);
}
