import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { strings } from "../../renderer/strings.ts";

const inOneLine = (text: string) => text.replaceAll(/[\s>]+/g, " ");

test.each([["README.md"], ["docs/decisions/0006-what-lossless-means-here.md"]])(
  "%s promises what the window promises, word for word",
  async (file) => {
    expect(inOneLine(await readFile(file, "utf8"))).toContain(strings.promise);
  },
);

test("the promise stands where the drafter is chosen", () => {
  expect(strings.settings.drafterHint).toContain(strings.promise);
});
