/** A failure that is not the end: its error in place of the value. */
export async function attempt<Value>(
  work: () => Promise<Value>,
): Promise<{ readonly value?: Value; readonly error?: unknown }> {
  try {
    return { value: await work() };
  } catch (error) {
    return { error };
  }
}
