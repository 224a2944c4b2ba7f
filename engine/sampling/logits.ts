/** A token and what the model said of it, before any warping. */
export interface TokenLogit {
  readonly id: number;
  readonly logit: number;
}

/** Best first; ties go to the lowest id, as everywhere in Outrider. */
export function byLogit(left: TokenLogit, right: TokenLogit): number {
  return right.logit - left.logit || left.id - right.id;
}
