/** Where Hugging Face keeps the files themselves. */
const storageHosts = /(^|\.)(huggingface\.co|hf\.co)$/u;

export type RedirectDecision =
  | { readonly follow: true /** The user's token is for the hub alone. */; readonly withToken: boolean }
  | { readonly follow: false; readonly reason: string };

/**
 * Whether an answer of the hub may send us on: to the hub itself, or over https to the places that hold its files. A
 * redirect that could go anywhere would let whoever holds the line put another file in place of the one asked for, or
 * make us ask servers inside the user's network.
 */
export function decideRedirect(to: URL, endpoint: URL): RedirectDecision {
  if (to.origin === endpoint.origin) return { follow: true, withToken: true };
  if (to.protocol !== "https:") return { follow: false, reason: `over ${to.protocol}// to ${to.host}, unencrypted` };
  const known = storageHosts.test(to.hostname) || to.hostname.endsWith(`.${endpoint.hostname}`);
  return known
    ? { follow: true, withToken: false }
    : { follow: false, reason: `to ${to.host}, which is no place of it` };
}
