import { parseAppUrl } from "./app-origin.ts";

export interface RequestRules {
  /** Developer tools load their own pages; they exist only in unpackaged runs. */
  readonly allowDeveloperTools: boolean;
}

/**
 * Whether a request of the window's session may go out. The page never needs the network, so everything but its own
 * files is cancelled: neither a dependency gone bad nor a model's output can send a chat anywhere.
 */
export function mayRequest(address: string, rules: RequestRules): boolean {
  if (parseAppUrl(address) !== null) return true;
  return rules.allowDeveloperTools && address.startsWith("devtools://");
}
