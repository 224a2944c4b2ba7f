import { parseUrl } from "./parse-url.ts";

const MAXIMUM_LENGTH = 2048;

/**
 * The address to hand to the system's browser, or null where it must not be opened. Only https: other schemes start
 * other programs (`file:`, `smb:`, `ms-msdt:`). No user names: `https://bank.example@evil.example/` misleads the reader.
 */
export function externalLink(text: string): string | null {
  if (text.length > MAXIMUM_LENGTH) return null;
  const url = parseUrl(text);
  if (url === null || url.protocol !== "https:" || url.username !== "" || url.password !== "") return null;
  // Percent encoding makes addresses longer.
  return url.href.length > MAXIMUM_LENGTH ? null : url.href;
}
