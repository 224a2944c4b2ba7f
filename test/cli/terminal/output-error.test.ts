import { expect, it } from "vitest";
import { asOutputError } from "../../../cli/terminal/terminal.ts";

const systemError = (code: string) => Object.assign(new Error(`${code}: write`), { code });

it("says why the output could not be written", () => {
  expect(asOutputError(systemError("ENOSPC"))).toMatchObject({
    kind: "storage",
    message: "The output could not be written: the disk is full.",
  });
});

it("leaves it alone where whoever read it has left, which is no failure", () => {
  const error = systemError("EPIPE");
  expect(asOutputError(error)).toBe(error);
});
