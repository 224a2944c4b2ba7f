import { parseAppUrl } from "./app-origin.ts";

/** The copy buttons need it; it cannot read. Everything else a page may ask for (camera, notifications, ...) is denied. */
const granted: ReadonlySet<string> = new Set(["clipboard-sanitized-write"]);

/** `requester` is the address or the origin of the frame that asks. */
export function mayUsePermission(permission: string, requester: string): boolean {
  return granted.has(permission) && parseAppUrl(requester) !== null;
}
