export interface RoundModel {
  /** By position: the chance to be accepted once all before it are. */
  readonly acceptances: readonly number[];
  /** By position: the chance to be drafted once the one before it is. */
  readonly reaches: readonly number[];
  /** Milliseconds of one guess. */
  readonly draftMs: number;
  /** Milliseconds of a target pass by its width. */
  readonly verifyMs: (width: number) => number;
}

export interface ExpectedRate {
  readonly k: number;
  readonly tokensPerMs: number;
}

/**
 * What a round may be expected to emit per millisecond, for each k from 0 to the number of positions: with drafts that
 * are always made whole it is E(k) / (k * draftMs + T(k + 1)), E(k) = 1 + a1 + a1 a2 + ... (Leviathan et al., 2211.17192,
 * with measured widths). Where drafts end early, both E and the time are those of the lengths to be expected.
 */
export function expectedRates({ acceptances, reaches, draftMs, verifyMs }: RoundModel): readonly ExpectedRate[] {
  let emitted = 1;
  let ms = verifyMs(1);
  let before = ms;
  let drafted = 1;
  let kept = 1;
  const rates: ExpectedRate[] = [{ k: 0, tokensPerMs: emitted / ms }];
  for (const [position, acceptance] of acceptances.entries()) {
    const reach = reaches[position] ?? 1;
    const wider = verifyMs(position + 2);
    drafted *= reach;
    kept *= reach * acceptance;
    emitted += kept;
    ms += drafted * (draftMs + wider - before);
    before = wider;
    rates.push({ k: position + 1, tokensPerMs: emitted / ms });
  }
  return rates;
}
