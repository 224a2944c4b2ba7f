/**
 * What a person typed, as a query of SQLite's full-text search: every word has to occur, the last one at least as the
 * beginning of one. Quoted, so that nothing typed is an operator. Null where there is no word.
 */
export function fullTextQuery(typed: string): string | null {
  const words = typed.match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  if (words.length === 0) return null;
  return words.map((word, index) => (index === words.length - 1 ? `"${word}"*` : `"${word}"`)).join(" ");
}
