/** Null where it is no address. (`URL.canParse` is missing from the Node of the Electron that the tests use.) */
export function parseUrl(text: string, base?: string): URL | null {
  try {
    return new URL(text, base);
  } catch {
    return null;
  }
}
