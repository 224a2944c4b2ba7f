import { expect, it } from "vitest";
import { createAccess } from "../../web/access.ts";

it("lets each token in once and has a new one ready", () => {
  const access = createAccess();
  const first = access.token();
  expect(access.token()).toBe(first);
  expect(access.redeem(first)).toBe("unused");
  expect(access.redeem(first)).toBe("used");
  expect(access.token()).not.toBe(first);
  expect(access.redeem(access.token())).toBe("unused");
});

it("knows its own tokens and sessions only", () => {
  const access = createAccess();
  expect(access.redeem("")).toBe("unknown");
  expect(access.redeem(createAccess().token())).toBe("unknown");
  const session = access.openSession();
  expect(access.knowsSession(session)).toBe(true);
  expect(access.knowsSession(access.token())).toBe(false);
  expect(access.knowsSession("")).toBe(false);
});

it("draws tokens nobody guesses", () => {
  const tokens = new Set(Array.from({ length: 100 }, () => createAccess().token()));
  expect(tokens.size).toBe(100);
  for (const token of tokens) expect(Buffer.from(token, "base64url")).toHaveLength(32);
});
