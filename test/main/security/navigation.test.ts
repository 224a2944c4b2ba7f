import { describe, expect, test } from "vitest";
import { mayNavigate } from "../../../main/security/navigation.ts";

describe("navigation", () => {
  test.each(["app://outrider/index.html", "app://outrider/index.html#chat"])("loading the page again: %s", (url) => {
    expect(mayNavigate({ url, isMainFrame: true })).toBe(true);
  });

  test.each([
    "https://example.com/",
    "http://127.0.0.1:8080/",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "data:text/html,hello",
    "about:blank",
    "blob:app://outrider/0b9",
    "app://outrider.evil/index.html",
    "app://outrider:80/index.html",
    "app://user@outrider/index.html",
    "app://outrider/other.html",
    "app://outrider/index.html?next=1",
    "outrider/index.html",
    "",
  ])("anything else is refused: %s", (url) => {
    expect(mayNavigate({ url, isMainFrame: true })).toBe(false);
  });

  test("not even the page itself in a frame of the page", () => {
    expect(mayNavigate({ url: "app://outrider/index.html", isMainFrame: false })).toBe(false);
  });
});
