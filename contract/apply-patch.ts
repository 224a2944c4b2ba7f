/** A part of the values; what is left out, or has none, stays as it is. */
export type PatchOf<Whole extends object> = { readonly [Key in keyof Whole]?: Whole[Key] | undefined };

export function applyPatch<Whole extends object>(whole: Whole, patch: PatchOf<Whole>): Whole {
  const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
  return { ...whole, ...given };
}
