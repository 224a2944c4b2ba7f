import { describe, expect, it } from "vitest";
import { renderHelp } from "../../../cli/arguments/help-page.ts";
import { readStartOptions, startHelp } from "../../../scripts/starting/start-options.ts";

describe("readStartOptions", () => {
  it("opens a window by default", () => {
    expect(readStartOptions([])).toEqual({ help: false, web: false, open: true, port: null });
  });

  it("takes the browser version on a port, without opening it", () => {
    const options = readStartOptions(["--web", "--no-open", "--port", "8123"]);
    expect(options).toEqual({ help: false, web: true, open: false, port: 8123 });
  });

  it.each([
    [["--wbe"], "There is no option --wbe; see --help."],
    [["--port", "70000"], "--port must be a whole number from 1 to 65535, got 70000."],
    [["web"], 'Nothing can be done with "web": quote texts with blanks, or see --help.'],
  ])("%j is refused in one line", (words, message) => {
    expect(() => readStartOptions(words)).toThrow(expect.objectContaining({ kind: "invalid-input", message }));
  });

  it("tells all of them in its help", () => {
    for (const flag of ["--web", "--no-open", "--port", "--help"]) expect(renderHelp(startHelp, null)).toContain(flag);
  });
});
