import { messageOf, OutriderError } from "../../contract/outrider-error.ts";
import { lasting } from "./lasting.ts";
import { decideRedirect } from "./redirects.ts";

const MAXIMUM_REDIRECTS = 5;

export interface HubQuestion {
  readonly url: string;
  readonly endpoint: string;
  readonly token: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/**
 * Asks the hub, following redirects by {@link decideRedirect}. Answers whatever the last server says, errors too.
 *
 * @throws OutriderError network where no server answered or a redirect must not be followed
 */
export async function askHub({ url, endpoint, token, headers = {}, signal }: HubQuestion): Promise<Response> {
  const hub = new URL(endpoint);
  let address = new URL(url);
  let withToken = token !== null;
  for (let redirects = 0; redirects <= MAXIMUM_REDIRECTS; redirects++) {
    const response = await ask(address, {
      // Compressed bodies would make lengths and ranges mean something else.
      headers: {
        ...headers,
        "accept-encoding": "identity",
        ...(withToken ? { authorization: `Bearer ${token}` } : {}),
      },
      redirect: "manual",
      ...(signal === undefined ? {} : { signal }),
    });
    const location = response.headers.get("location");
    if (response.status < 300 || response.status >= 400 || location === null) return response;
    await response.body?.cancel();
    address = new URL(location, address);
    const decision = decideRedirect(address, hub);
    if (!decision.follow) {
      throw lasting(
        new OutriderError(
          "network",
          `${hub.host} sends the request on ${decision.reason}. Nothing was downloaded from there. Check the hub's address in the settings.`,
        ),
      );
    }
    withToken = withToken && decision.withToken;
  }
  throw new OutriderError("network", `${hub.host} sends the request round in circles. Try again later.`);
}

async function ask(address: URL, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, init);
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    throw new OutriderError(
      "network",
      `${address.host} cannot be reached (${reasonOf(cause)}). Check the connection, then try again.`,
      { cause },
    );
  }
}

/** fetch says no more than "fetch failed"; the reason is its cause. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof Error && "code" in cause && typeof cause.code === "string") return cause.code;
  return messageOf(cause ?? error);
}

/** An answer that is no success, as an error: what it means and what to do. `what` names what was asked for. */
export function refusal(response: Response, what: string, host: string): OutriderError {
  const { status } = response;
  if (status === 401 || status === 403) {
    return lasting(
      new OutriderError(
        "network",
        `${host} does not give ${what} away (${status}): it is private, or its terms have to be accepted on its page first. Then put your access token into the settings or HF_TOKEN.`,
      ),
    );
  }
  if (status === 404) {
    return new OutriderError("not-found", `${host} has no ${what}. Check the address.`);
  }
  const reason = status === 429 ? "too many requests" : `status ${status}`;
  return new OutriderError("network", `${host} did not send ${what} (${reason}). Try again later.`);
}
