import { describe, expect, test } from "vitest";
import { externalLink } from "../../../host/page/external-link.ts";

describe("links that leave the app", () => {
  test("an https address, in the form the parser gives it", () => {
    expect(externalLink("https://Example.com/a b?q=1#x")).toBe("https://example.com/a%20b?q=1#x");
  });

  test.each([
    "http://example.com/",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "data:text/html,hello",
    "smb://server/share",
    "ms-msdt:/id",
    "mailto:somebody@example.com",
    "https://bank.example@evil.example/",
    "https://user:password@example.com/",
    "https://",
    "example.com",
    "",
  ])("refused: %s", (text) => {
    expect(externalLink(text)).toBeNull();
  });

  test("length counts before and after encoding", () => {
    expect(externalLink(`https://example.com/${"a".repeat(2000)}`)).not.toBeNull();
    expect(externalLink(`https://example.com/${"a".repeat(2048)}`)).toBeNull();
    expect(externalLink(`https://example.com/${"ü".repeat(1000)}`)).toBeNull();
  });
});
