import { parseUrl } from "../../host/page/parse-url.ts";

/** The window's own origin. Everything else is foreign, whatever it looks like. */
export const appScheme = "app";
const appHost = "outrider";
export const appOrigin = `${appScheme}://${appHost}`;
/** The one page of the app. */
export const appPage = `${appOrigin}/index.html`;

/**
 * The parsed address where it lies on the app's origin, else null. Compared part by part: Node calls the origin of every
 * `app:` address "null", and a prefix check would let `app://outrider.evil/` through.
 */
export function parseAppUrl(address: string): URL | null {
  const url = parseUrl(address);
  if (url === null || url.protocol !== `${appScheme}:` || url.host !== appHost) return null;
  return url.username === "" && url.password === "" ? url : null;
}
