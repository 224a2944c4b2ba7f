/** Stop texts are edited one per line; a line break inside one is written `\n`, a backslash `\\`. */
export function joinStops(stops: readonly string[]): string {
  return stops.map((stop) => stop.replaceAll("\\", "\\\\").replaceAll("\n", "\\n")).join("\n");
}

/** The other end of {@link joinStops}; empty lines are left out. */
export function splitStops(text: string): string[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.replace(/\\(\\|n)/g, (_, escaped: string) => (escaped === "n" ? "\n" : "\\")));
}
