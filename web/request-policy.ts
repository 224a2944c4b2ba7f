/**
 * Whether a request may be answered at all, decided from its head alone: pages of other origins must not reach Outrider,
 * neither by asking for its address nor by a name that they make point to this computer (DNS rebinding).
 */
export interface RequestHead {
  readonly method: string | undefined;
  readonly host: string | undefined;
  readonly origin: string | undefined;
  /** Sec-Fetch-Site, which pages cannot forge; absent outside browsers. */
  readonly fetchSite: string | undefined;
}

export interface Refusal {
  readonly status: number;
  /** For the person who sees it in a browser. */
  readonly reason: string;
}

/** Exactly what a browser that was given our address sends. */
export function allowedHosts(port: number): readonly string[] {
  return ["127.0.0.1", "localhost"].flatMap((name) => (port === 80 ? [name, `${name}:80`] : [`${name}:${port}`]));
}

/** Null: it may be answered. */
export function refuseRequest(head: RequestHead, port: number): Refusal | null {
  const { method, host, origin, fetchSite } = head;
  if (host === undefined || !allowedHosts(port).includes(host)) {
    return { status: 403, reason: "Outrider answers under the address that it printed in the terminal, and no other." };
  }
  if (origin !== undefined && origin !== `http://${host}`) {
    return { status: 403, reason: "Outrider does not answer other pages." };
  }
  if (fetchSite !== undefined && fetchSite !== "same-origin" && fetchSite !== "none") {
    return {
      status: 403,
      reason:
        "Outrider does not follow links from other pages. Copy the address from the terminal into the address bar.",
    };
  }
  if (method !== "GET" && method !== "HEAD") return { status: 405, reason: "Outrider answers GET only." };
  return null;
}

/** A WebSocket has to say where it comes from: that is the only thing that keeps other pages out of it. */
export function refuseSocket(head: RequestHead, port: number): Refusal | null {
  if (head.origin === undefined) return { status: 403, reason: "A socket needs an Origin." };
  return refuseRequest(head, port);
}
