import { expect, test } from "vitest";
import { webAddress } from "../../../../renderer/features/chat/link-target.ts";

test("only addresses of web pages are links", () => {
  expect(webAddress("https://example.org/a?b")?.host).toBe("example.org");
  expect(webAddress("http://example.org")?.host).toBe("example.org");
  for (const address of [
    "javascript:alert(1)",
    "data:text/html,x",
    "file:///etc/passwd",
    "/relative",
    "mailto:a@b.c",
    "",
    undefined,
  ]) {
    expect(webAddress(address)).toBeNull();
  }
});
