/** Says something that must not be overlooked in pages of test output. */
export function announce(sentence: string): void {
  process.stdout.write(`\n*** ${sentence} ***\n`);
}
