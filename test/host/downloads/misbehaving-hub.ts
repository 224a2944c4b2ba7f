/** A hub on loopback, over real HTTP, that can be told to misbehave in the ways that have broken downloaders. */
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach } from "vitest";

export interface HubFile {
  readonly path: string;
  content: Buffer;
  /** What the listing claims; left out: the truth. */
  readonly sha256?: string;
  readonly bytes?: number;
}

/** What the server does to one request for a file; in the order in which they come, then it behaves. */
export type Misdeed =
  /** Resets the connection once the client has taken in so much of the body. */
  | { readonly kind: "reset"; readonly afterBytes: number; readonly meanwhile?: () => void }
  | { readonly kind: "stall"; readonly afterBytes: number }
  | { readonly kind: "ignore-range" }
  | { readonly kind: "ignore-if-range" }
  | { readonly kind: "wrong-range" }
  | { readonly kind: "wrong-length"; readonly by: number }
  | { readonly kind: "redirect"; readonly to: string }
  | { readonly kind: "status"; readonly status: number }
  /** Holds the rest back until told to go on. */
  | { readonly kind: "hold"; readonly afterBytes: number };

export interface SeenRequest {
  readonly url: string;
  readonly range: string | undefined;
  readonly ifRange: string | undefined;
  readonly authorization: string | undefined;
}

export interface MisbehavingHub {
  readonly endpoint: string;
  readonly files: HubFile[];
  readonly misdeeds: Misdeed[];
  /** Requests for files, not for listings. */
  readonly requests: SeenRequest[];
  /** Ends all holds, past and to come. */
  release(): void;
  license: string;
  /** Resolves when the client has so many bytes of the file: what is on its way is lost in a reset. */
  takenIn: (bytes: number) => Promise<void>;
}

const open = new Set<() => Promise<void>>();
afterEach(async () => {
  await Promise.all([...open].map((close) => close()));
  open.clear();
});

export const REPOSITORY = "maker/model-GGUF";
const COMMIT = "0123456789abcdef0123456789abcdef01234567";

export async function startHub(files: HubFile[]): Promise<MisbehavingHub> {
  let letGo = (): void => {};
  const released = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const hub: MisbehavingHub = {
    endpoint: `http://127.0.0.1:${port}`,
    files,
    misdeeds: [],
    requests: [],
    license: "apache-2.0",
    takenIn: async () => {},
    release: () => letGo(),
  };
  open.add(
    () =>
      new Promise((resolve) => {
        letGo();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = decodeURIComponent(new URL(request.url ?? "", hub.endpoint).pathname);
    if (path.startsWith(`/api/models/${REPOSITORY}/tree/`)) return json(response, files.map(listed));
    if (path.startsWith(`/api/models/${REPOSITORY}`)) {
      return json(response, { sha: COMMIT, cardData: { license: hub.license } });
    }
    const file = files.find((candidate) => path === `/${REPOSITORY}/resolve/${COMMIT}/${candidate.path}`);
    if (file === undefined) {
      response.writeHead(404).end();
      return;
    }
    const { range, authorization } = request.headers;
    const ifRange = request.headers["if-range"];
    hub.requests.push({
      url: path,
      range,
      ifRange: typeof ifRange === "string" ? ifRange : undefined,
      authorization,
    });
    await send(response, file.content, range, hub.requests.at(-1)?.ifRange, hub.misdeeds.shift());
  }

  async function send(
    response: ServerResponse,
    content: Buffer,
    range: string | undefined,
    ifRange: string | undefined,
    misdeed: Misdeed | undefined,
  ): Promise<void> {
    if (misdeed?.kind === "redirect") {
      response.writeHead(302, { location: misdeed.to }).end();
      return;
    }
    if (misdeed?.kind === "status") {
      response.writeHead(misdeed.status).end();
      return;
    }
    const etag = etagOf(content);
    const start = startOf(etag, range, ifRange, misdeed);
    const body = content.subarray(start ?? 0);
    response.writeHead(start === null ? 200 : 206, {
      etag,
      "content-length": body.length + (misdeed?.kind === "wrong-length" ? misdeed.by : 0),
      ...(start === null ? {} : { "content-range": `bytes ${start}-${content.length - 1}/${content.length}` }),
    });
    if (misdeed === undefined || !("afterBytes" in misdeed)) {
      response.end(body);
      return;
    }
    response.write(body.subarray(0, misdeed.afterBytes));
    switch (misdeed.kind) {
      case "stall":
        return;
      case "hold":
        await released;
        response.end(body.subarray(misdeed.afterBytes));
        return;
      case "reset":
        await hub.takenIn((start ?? 0) + misdeed.afterBytes);
        misdeed.meanwhile?.();
        response.socket?.resetAndDestroy();
        return;
    }
  }

  return hub;
}

/** Null: the whole file. */
function startOf(
  etag: string,
  range: string | undefined,
  ifRange: string | undefined,
  misdeed: Misdeed | undefined,
): number | null {
  const asked = /^bytes=(\d+)-$/u.exec(range ?? "")?.[1];
  const changed = ifRange !== undefined && ifRange !== etag && misdeed?.kind !== "ignore-if-range";
  if (asked === undefined || changed || misdeed?.kind === "ignore-range") return null;
  return Number(asked) - (misdeed?.kind === "wrong-range" ? 1 : 0);
}

function listed(file: HubFile) {
  const oid = file.sha256 ?? createHash("sha256").update(file.content).digest("hex");
  const size = file.bytes ?? file.content.length;
  return { type: "file", path: file.path, size, lfs: { oid, size, pointerSize: 134 } };
}

export function etagOf(content: Buffer): string {
  return `"${createHash("md5").update(content).digest("hex")}"`;
}

function json(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(value));
}
