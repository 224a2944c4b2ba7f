import { describe, expect, test } from "vitest";
import { mayUsePermission } from "../../../main/security/permissions.ts";
import { mayRequest } from "../../../main/security/requests.ts";

describe("requests of the window's session", () => {
  test("the app's own files", () => {
    expect(mayRequest("app://outrider/assets/index.js", { allowDeveloperTools: false })).toBe(true);
  });

  test.each([
    "https://example.com/collect?chat=secret",
    "http://localhost:11434/",
    "ws://127.0.0.1:9/",
    "file:///etc/passwd",
    "data:text/html,hello",
    "app://other/index.html",
    "devtools://devtools/bundled/inspector.html",
  ])("nothing else: %s", (address) => {
    expect(mayRequest(address, { allowDeveloperTools: false })).toBe(false);
  });

  test("developer tools load their pages where they are allowed", () => {
    expect(mayRequest("devtools://devtools/bundled/inspector.html", { allowDeveloperTools: true })).toBe(true);
    expect(mayRequest("https://devtools.example/", { allowDeveloperTools: true })).toBe(false);
  });
});

describe("permissions", () => {
  test("writing text to the clipboard, asked by the app's page", () => {
    expect(mayUsePermission("clipboard-sanitized-write", "app://outrider/index.html")).toBe(true);
    expect(mayUsePermission("clipboard-sanitized-write", "app://outrider/")).toBe(true);
    expect(mayUsePermission("clipboard-sanitized-write", "https://example.com/")).toBe(false);
  });

  test.each(["clipboard-read", "media", "geolocation", "notifications", "openExternal", "fileSystem", "unknown", ""])(
    "never: %s",
    (permission) => {
      expect(mayUsePermission(permission, "app://outrider/index.html")).toBe(false);
    },
  );
});
