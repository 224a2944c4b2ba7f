/** Marks a branch that the types rule out; a value that gets here anyway is a bug worth a loud stop. */
export function assertNever(value: never, what: string): never {
  throw new Error(`Unexpected ${what}: ${JSON.stringify(value)}`);
}
