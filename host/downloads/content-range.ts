export interface ContentRange {
  readonly start: number;
  readonly end: number;
  readonly total: number;
}

/** Reads `bytes 100-199/1000`; null for anything else, an unknown total among it. */
export function readContentRange(header: string | null): ContentRange | null {
  const found = /^bytes (\d+)-(\d+)\/(\d+)$/u.exec(header?.trim() ?? "");
  if (found === null) return null;
  return { start: Number(found[1]), end: Number(found[2]), total: Number(found[3]) };
}
