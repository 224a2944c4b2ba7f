import { StringDecoder } from "node:string_decoder";

/** A line cut off at this length, so that a process which never ends its lines cannot fill the memory. */
const MAXIMUM_LINE = 2000;

/** Keeps the last lines of several byte streams in the order in which they were completed. */
export interface RecentLines {
  /** A new stream whose chunks may split lines and characters anywhere. */
  stream(): (chunk: Buffer) => void;
  add(line: string): void;
  /** Oldest first; unfinished lines come last. */
  lines(): readonly string[];
}

/** `onLine` is told each line as it is completed. */
export function createRecentLines(capacity: number, onLine: (line: string) => void = () => {}): RecentLines {
  const kept: string[] = [];
  const unfinished: (() => string)[] = [];

  function add(line: string): void {
    const shown = line.slice(0, MAXIMUM_LINE);
    kept.push(shown);
    onLine(shown);
    if (kept.length > capacity) kept.shift();
  }

  function stream(): (chunk: Buffer) => void {
    const decoder = new StringDecoder("utf8");
    let rest = "";
    unfinished.push(() => rest);
    return (chunk) => {
      const parts = (rest + decoder.write(chunk)).split(/\r?\n/);
      rest = (parts.pop() ?? "").slice(0, MAXIMUM_LINE);
      for (const line of parts) if (line.trim() !== "") add(line);
    };
  }

  return {
    stream,
    add,
    lines: () => [...kept, ...unfinished.map((rest) => rest()).filter((rest) => rest.trim() !== "")].slice(-capacity),
  };
}
