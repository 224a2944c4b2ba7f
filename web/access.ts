import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** What a token turned out to be. */
export type TokenVerdict = "unused" | "used" | "unknown";

/**
 * Who may in: a token that works once, handed over in the address that only the terminal shows, is exchanged for a
 * session that only the browser's cookie store knows. Nothing is kept but hashes.
 */
export interface Access {
  /** A token that has not been used yet; the same one until then. */
  token(): string;
  /** Uses the token up where it is unused. */
  redeem(token: string): TokenVerdict;
  /** Returns its secret. */
  openSession(): string;
  knowsSession(secret: string): boolean;
}

export function createAccess(): Access {
  const sessions: Buffer[] = [];
  const used: Buffer[] = [];
  let unused = secret();

  return {
    token: () => unused,
    redeem(token) {
      if (isAmong(token, used)) return "used";
      if (!isAmong(token, [hash(unused)])) return "unknown";
      used.push(hash(unused));
      unused = secret();
      return "unused";
    },
    openSession() {
      const session = secret();
      sessions.push(hash(session));
      return session;
    },
    knowsSession: (session) => isAmong(session, sessions),
  };
}

function secret(): string {
  return randomBytes(32).toString("base64url");
}

function hash(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

/** Hashed on both sides, so that neither content nor length shows in the time it takes. */
function isAmong(text: string, hashes: readonly Buffer[]): boolean {
  const wanted = hash(text);
  return hashes.some((known) => timingSafeEqual(known, wanted));
}
