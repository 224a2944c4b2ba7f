/** Cookies know no ports: without its own in the name, two Outriders would throw each other's session out. */
function nameOf(port: number): string {
  return `outrider-${port}`;
}

/** The Set-Cookie value. Strict: no other page's request ever carries it. Gone when the browser is closed. */
export function sessionCookie(port: number, session: string): string {
  return `${nameOf(port)}=${session}; Path=/; HttpOnly; SameSite=Strict`;
}

/** The session in a Cookie header; null where there is none. */
export function readSession(port: number, header: string | undefined): string | null {
  const prefix = `${nameOf(port)}=`;
  const pair = header
    ?.split(";")
    .map((part) => part.trim())
    .find((part) => part.startsWith(prefix));
  return pair === undefined ? null : pair.slice(prefix.length);
}
