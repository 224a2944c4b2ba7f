import { describe, expect, test } from "vitest";
import { isTrustedSender } from "../../../main/security/senders.ts";

const ours = { contentsId: 1, isMainFrame: true, origin: "app://outrider" };

describe("senders of IPC messages", () => {
  test("the main frame of our window, showing our page", () => {
    expect(isTrustedSender(ours, 1)).toBe(true);
  });

  test.each([
    ["other contents", { ...ours, contentsId: 2 }],
    ["a frame inside the page", { ...ours, isMainFrame: false }],
    ["another page", { ...ours, origin: "https://example.com" }],
    ["an opaque origin", { ...ours, origin: "null" }],
    ["a look-alike", { ...ours, origin: "app://outrider.evil" }],
    ["a frame that is gone", { ...ours, origin: null }],
  ])("not %s", (_what, sender) => {
    expect(isTrustedSender(sender, 1)).toBe(false);
  });
});
