/** Where a link or an image of a reply points to, or null where it points nowhere a browser should go. */
export function webAddress(address: string | undefined): URL | null {
  if (address === undefined) return null;
  try {
    const url = new URL(address);
    return url.protocol === "https:" || url.protocol === "http:" ? url : null;
  } catch {
    // Relative links have no meaning in a reply.
    return null;
  }
}
