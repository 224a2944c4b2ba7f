import { expect, it } from "vitest";
import { readWebArguments } from "../../web/web-arguments.ts";

it("opens a browser at a free port unless told otherwise", () => {
  expect(readWebArguments([])).toEqual({ port: null, open: true });
  expect(readWebArguments(["--port", "8080", "--no-open"])).toEqual({ port: 8080, open: false });
});

it.each([["--port", "0"], ["--port", "65536"], ["--port", "80a"], ["--port"], ["--prot", "80"], ["stray"]])(
  "says in one line what is wrong with %s %s",
  (...words) => {
    const read = () => readWebArguments(words.filter((word) => word !== undefined));
    expect(read).toThrow(expect.objectContaining({ kind: "invalid-input" }));
    expect(read).toThrow(/^[^\n]*--port[^\n]*$/);
  },
);
