import { afterEach, expect, it, vi } from "vitest";
import { runCommand } from "../../../scripts/testing/run-command.ts";

const noisy = ["-e", 'console.log("one"); console.error("two"); process.exitCode = 3;'];

afterEach(() => void vi.restoreAllMocks());

it("held output is written in one piece under its heading, with what went to stderr", async () => {
  const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  expect(await runCommand(process.execPath, noisy, { heading: "noise", output: "held" })).toBe(3);
  expect(write.mock.calls.map(([text]) => text)).toEqual(["\n── noise ──\none\ntwo\n"]);
});

it("quiet output is written nowhere", async () => {
  const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  expect(await runCommand(process.execPath, noisy, { output: "quiet" })).toBe(3);
  expect(write).not.toHaveBeenCalled();
});
