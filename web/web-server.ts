import { createServer, type IncomingMessage, type ServerResponse, STATUS_CODES } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import { OutriderError } from "../contract/outrider-error.ts";
import type { Host } from "../host/host.ts";
import { readPageFile } from "../host/page/page-files.ts";
import { parseUrl } from "../host/page/parse-url.ts";
import { createAccess } from "./access.ts";
import { noticePage } from "./notice-page.ts";
import { type RequestHead, refuseRequest, refuseSocket } from "./request-policy.ts";
import { responseHeaders } from "./response-headers.ts";
import { readSession, sessionCookie } from "./session-cookie.ts";
import { serveSocket } from "./socket-session.ts";

/** The largest thing a page may send is a trace: 32 million characters of JSON, whose quotes are written twice as long in JSON. */
const LONGEST_FRAME = 80 * 1024 * 1024;

export interface WebServerOptions {
  readonly host: Host;
  /** The built page. */
  readonly rendererFolder: string;
  /** Left out: any free one. */
  readonly port?: number;
  /** Somebody came with an address that had been used before: here is a fresh one to be shown where the first one was. */
  readonly onFreshAddress?: (address: string) => void;
}

export interface WebServer {
  readonly port: number;
  /** Lets one browser in, once. */
  address(): string;
  /** Cuts all connections. The host is not closed. */
  close(): Promise<void>;
}

/** Serves the page and its socket on this computer's loopback address only. Throws `invalid-input` for a port in use. */
export async function startWebServer(options: WebServerOptions): Promise<WebServer> {
  const { host, rendererFolder, onFreshAddress } = options;
  const access = createAccess();
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LONGEST_FRAME, perMessageDeflate: false });
  const port = await listen(server, options.port ?? 0);

  const address = (): string => `http://127.0.0.1:${port}/?token=${access.token()}`;

  function hasSession(request: IncomingMessage): boolean {
    const session = readSession(port, request.headers.cookie);
    return session !== null && access.knowsSession(session);
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refusal = refuseRequest(headOf(request), port);
    if (refusal !== null) return sayNo(response, refusal.status, refusal.reason);
    const url = urlOf(request);
    if (url === null) return sayNo(response, 400, "This address cannot be read.");
    const token = url.searchParams.get("token");
    if (url.pathname === "/" && token !== null) return exchange(request, response, token);
    if (!hasSession(request)) {
      return sayNo(
        response,
        401,
        "Open Outrider with the whole address that it printed in the terminal, token included.",
      );
    }
    const file = await readPageFile(rendererFolder, url.pathname);
    if (file === null) return sayNo(response, 404, "There is nothing at this address.");
    response.writeHead(200, { ...responseHeaders, "Content-Type": file.type, "Content-Length": file.content.length });
    response.end(request.method === "HEAD" ? undefined : file.content);
  }

  function exchange(request: IncomingMessage, response: ServerResponse, token: string): void {
    // Whoever is in already may come back by the same address: a bookmark, the browser's history.
    const verdict = hasSession(request) ? "known" : access.redeem(token);
    if (verdict === "known" || verdict === "unused") {
      const cookie = verdict === "unused" ? { "Set-Cookie": sessionCookie(port, access.openSession()) } : {};
      response.writeHead(303, { ...responseHeaders, ...cookie, Location: "/" });
      response.end();
      return;
    }
    if (verdict === "used") onFreshAddress?.(address());
    const why =
      verdict === "used" ? "This address has been used already." : "This address is not (or no longer) valid.";
    sayNo(response, 403, `${why} Take the latest one that Outrider printed in the terminal.`);
  }

  server.on("upgrade", (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const refusal = refuseSocket(headOf(request), port);
    if (refusal !== null) return refuseUpgrade(stream, refusal.status);
    if (urlOf(request)?.pathname !== "/socket") return refuseUpgrade(stream, 404);
    if (!hasSession(request)) return refuseUpgrade(stream, 401);
    sockets.handleUpgrade(request, stream, head, (socket) => serveSocket(host, socket));
  });

  return {
    port,
    address,
    close() {
      for (const socket of sockets.clients) socket.terminate();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      return closed;
    },
  };
}

function listen(server: ReturnType<typeof createServer>, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => {
      const why = cause.code === "EADDRINUSE" ? "is used by another program" : `cannot be opened (${cause.message})`;
      reject(
        new OutriderError("invalid-input", `Port ${port} ${why}. Name another one with --port, or none.`, { cause }),
      );
    });
    server.listen(port, "127.0.0.1", () => {
      // A server that listens on a TCP port has an address of this kind.
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function headOf({ method, headersDistinct }: IncomingMessage): RequestHead {
  // A header that comes twice was not sent by a browser: joined, it equals nothing that is let in.
  return {
    method,
    host: headersDistinct.host?.join(),
    origin: headersDistinct.origin?.join(),
    fetchSite: headersDistinct["sec-fetch-site"]?.join(),
  };
}

/** Null for what is no path of this server, such as a proxy's request for another one's address. */
function urlOf({ url }: IncomingMessage): URL | null {
  const base = "http://outrider.invalid";
  const parsed = url?.startsWith("/") ? parseUrl(url, base) : null;
  return parsed?.origin === base ? parsed : null;
}

function sayNo(response: ServerResponse, status: number, sentence: string): void {
  response.writeHead(status, { ...responseHeaders, "Content-Type": "text/html; charset=utf-8" });
  response.end(noticePage(sentence));
}

function refuseUpgrade(stream: Duplex, status: number): void {
  stream.on("error", () => {});
  stream.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? "Refused"}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
  );
}
