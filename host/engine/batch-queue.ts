/**
 * A queue between a producer that is told things and one consumer that asks for them. A batch counts as consumed once
 * the consumer comes back for the next one, so that whoever is slow is known to be slow.
 */
export interface BatchQueue<Item> {
  push(sequence: number, items: readonly Item[]): void;
  end(): void;
  /** What is queued is still handed out, then the consumer gets the error. */
  fail(error: Error): void;
  readonly batches: AsyncIterable<readonly Item[]>;
}

export interface BatchQueueListeners {
  onConsumed(sequence: number): void;
  /** The consumer left before the end. */
  onAbandoned(): void;
}

type Ending = { readonly error: Error | null };

export function createBatchQueue<Item>(listeners: BatchQueueListeners): BatchQueue<Item> {
  const waiting: { sequence: number; items: readonly Item[] }[] = [];
  let ending: Ending | null = null;
  let wake: (() => void) | null = null;

  function changed(): void {
    wake?.();
    wake = null;
  }

  async function* consume(): AsyncGenerator<readonly Item[]> {
    let finished = false;
    try {
      while (true) {
        const next = waiting.shift();
        if (next !== undefined) {
          yield next.items;
          listeners.onConsumed(next.sequence);
        } else if (ending === null) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        } else {
          finished = true;
          if (ending.error !== null) throw ending.error;
          return;
        }
      }
    } finally {
      if (!finished) listeners.onAbandoned();
    }
  }

  return {
    push(sequence, items) {
      waiting.push({ sequence, items });
      changed();
    },
    end() {
      ending ??= { error: null };
      changed();
    },
    fail(error) {
      ending ??= { error };
      changed();
    },
    batches: { [Symbol.asyncIterator]: consume },
  };
}

/** The items of the batches, one after another. Leaving early leaves the batches early. */
export async function* flatten<Item>(batches: AsyncIterable<readonly Item[]>): AsyncGenerator<Item> {
  for await (const batch of batches) yield* batch;
}
