import { expect, it } from "vitest";
import { contentSecurityPolicy, pageHeaders } from "../../../host/page/page-headers.ts";

it("the page may load nothing but its own scripts, styles, fonts and images", () => {
  expect(contentSecurityPolicy).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
      "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  );
});

it("its files are taken for what they say they are, and shared with nobody", () => {
  expect(pageHeaders).toMatchObject({
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
  });
});
