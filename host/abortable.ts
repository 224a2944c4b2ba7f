import { OutriderError } from "../contract/outrider-error.ts";

/** Stops waiting for a promise when the signal is aborted; rejects as `cancelled` then. What it stands for goes on. */
export async function abortable<Value>(promise: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  if (signal === undefined) return promise;
  let stopWaiting = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    const abort = (): void => reject(new OutriderError("cancelled", "The request was cancelled."));
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort);
    stopWaiting = () => signal.removeEventListener("abort", abort);
  });
  return Promise.race([promise, aborted]).finally(stopWaiting);
}
