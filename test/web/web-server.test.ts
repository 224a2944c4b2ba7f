import { mkdir, symlink, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { WebSocket } from "ws";
import type { CallInput, CallName } from "../../contract/calls.ts";
import type { HostEvent } from "../../contract/events.ts";
import { type HostFrame, hostFrameSchema } from "../../contract/web-frames.ts";
import type { Host } from "../../host/host.ts";
import { startWebServer, type WebServer } from "../../web/web-server.ts";
import { temporaryFolder } from "../host/fixtures/temporary-folder.ts";
import { openTestHost } from "../host/fixtures/test-host.ts";
import { type RawAnswer, rawRequest } from "./raw-request.ts";

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const servers: WebServer[] = [];
const pages: WebSocket[] = [];

afterEach(async () => {
  for (const page of pages.splice(0)) page.terminate();
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

interface Setup {
  readonly server: WebServer;
  readonly port: number;
  readonly fresh: string[];
}

/** For what is decided before a host is asked for anything. */
const idleHost: Host = {
  notices: [],
  followSettings: () => {},
  connectWindow: () => ({
    handle: async () => ({ ok: false, error: { kind: "internal", message: "This host does nothing." } }),
    resume: () => {},
    close: () => {},
  }),
  close: async () => {},
};

/** A host that answers, with a pair chosen. */
async function workingHost(): Promise<Host> {
  const { host, model, openWindow } = await openTestHost();
  await openWindow().call("pair.select", { choice: { targetId: (await model("one")).id, draftId: null } });
  return host;
}

async function setUp(host: Host = idleHost): Promise<Setup> {
  const folder = await temporaryFolder();
  const root = join(folder, "renderer");
  await mkdir(join(root, "assets"), { recursive: true });
  await writeFile(join(root, "index.html"), "the page");
  await writeFile(join(root, "assets", "main.js"), "export {};");
  await writeFile(join(folder, "secret.txt"), "secret");
  await symlink(join(folder, "secret.txt"), join(root, "assets", "link.txt"));
  const fresh: string[] = [];
  const server = await startWebServer({ host, rendererFolder: root, onFreshAddress: (address) => fresh.push(address) });
  servers.push(server);
  return { server, port: server.port, fresh };
}

const get = (
  port: number,
  path: string,
  headers: readonly string[] = [],
  host = `127.0.0.1:${port}`,
): Promise<RawAnswer> => rawRequest(port, [`GET ${path} HTTP/1.1`, `Host: ${host}`, ...headers]);

const pathOf = (address: string): string => address.slice(address.indexOf("/?"));

/** Goes in by the address from the terminal; returns the Cookie header. */
async function signIn({ server, port }: Setup): Promise<string> {
  const answer = await get(port, pathOf(server.address()));
  return `Cookie: ${answer.headers.get("set-cookie")?.split(";")[0]}`;
}

describe("the way in", () => {
  it("exchanges the address's token for a strict cookie and takes it out of the address", async () => {
    const setup = await setUp();
    const answer = await get(setup.port, pathOf(setup.server.address()));
    expect(answer.status).toBe(303);
    expect(answer.headers.get("location")).toBe("/");
    const cookie = answer.headers.get("set-cookie") ?? "";
    expect(cookie.split("; ").slice(1)).toEqual(["Path=/", "HttpOnly", "SameSite=Strict"]);
    const page = await get(setup.port, "/", [`Cookie: ${cookie.split(";")[0]}`]);
    expect(page).toMatchObject({ status: 200, body: "the page" });
  });

  it("lets a token in once, and shows a fresh address to who comes with a used one", async () => {
    const setup = await setUp();
    const path = pathOf(setup.server.address());
    await get(setup.port, path);
    const second = await get(setup.port, path);
    expect(second.status).toBe(403);
    expect(second.body).toContain("used already");
    expect(second.headers.has("set-cookie")).toBe(false);
    expect(setup.fresh).toEqual([setup.server.address()]);
    expect((await get(setup.port, pathOf(setup.fresh[0] ?? ""))).status).toBe(303);
  });

  it("lets a browser that is in come back by the used address", async () => {
    const setup = await setUp();
    const path = pathOf(setup.server.address());
    const first = await get(setup.port, path);
    const cookie = `Cookie: other=1; ${first.headers.get("set-cookie")?.split(";")[0]}`;
    expect((await get(setup.port, path, [cookie])).status).toBe(303);
    expect(setup.fresh).toEqual([]);
  });

  it("shows nothing without a session: no page, no script, no socket", async () => {
    const { port } = await setUp();
    for (const path of ["/", "/assets/main.js", "/nothing"]) expect((await get(port, path)).status).toBe(401);
    expect((await get(port, "/?token=wrong")).status).toBe(403);
    for (const cookie of ["", `outrider-${port}=`, `outrider-${port}=wrong`, "outrider-1=x"]) {
      expect((await get(port, "/", [`Cookie: ${cookie}`])).status).toBe(401);
    }
  });
});

describe("the server", () => {
  it("listens on the loopback address only", async () => {
    const { port } = await setUp();
    const outside = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal, family }) => !internal && family === "IPv4")
      .map(({ address }) => address);
    for (const address of [...outside, "127.0.0.2"]) {
      const reached = await new Promise<boolean>((resolve) => {
        const socket = connect({ port, host: address, timeout: 1000 });
        socket.on("connect", () => resolve(true));
        for (const event of ["error", "timeout"]) socket.on(event, () => resolve(false));
        socket.on("close", () => socket.destroy());
      });
      expect(`${address}: ${reached}`).toBe(`${address}: false`);
    }
  });

  it.each([
    ["another name", (port: number) => `evil.example:${port}`],
    ["a name that ends like ours", (port: number) => `localhost.evil.example:${port}`],
    ["no port", () => "127.0.0.1"],
    ["another port", (port: number) => `127.0.0.1:${port + 1}`],
    ["another loopback address", (port: number) => `127.0.0.2:${port}`],
    ["capitals", (port: number) => `LOCALHOST:${port}`],
    ["nothing", () => ""],
  ])("refuses a Host that is %s, with a good cookie too", async (_, host) => {
    const setup = await setUp();
    const cookie = await signIn(setup);
    const answer = await get(setup.port, "/", [cookie], host(setup.port));
    expect([400, 403]).toContain(answer.status);
    expect(answer.body).not.toContain("the page");
    expect(
      (await get(setup.port, pathOf(setup.server.address()), [], host(setup.port))).headers.has("set-cookie"),
    ).toBe(false);
  });

  it("refuses two Hosts, and a foreign address in the request line", async () => {
    const setup = await setUp();
    const cookie = await signIn(setup);
    const good = `Host: 127.0.0.1:${setup.port}`;
    const twice = await rawRequest(setup.port, ["GET / HTTP/1.1", good, "Host: evil.example", cookie]);
    expect(twice.status).not.toBe(200);
    for (const target of ["http://evil.example/", "//evil.example/", "*"]) {
      expect((await rawRequest(setup.port, [`GET ${target} HTTP/1.1`, good, cookie])).status).not.toBe(200);
    }
  });

  it("answers under localhost as well", async () => {
    const setup = await setUp();
    const cookie = await signIn(setup);
    expect((await get(setup.port, "/", [cookie], `localhost:${setup.port}`)).status).toBe(200);
  });

  it.each(["https://evil.example", "null", "http://127.0.0.1:1", "http://localhost"])(
    "refuses the Origin %s",
    async (origin) => {
      const setup = await setUp();
      expect((await get(setup.port, "/", [await signIn(setup), `Origin: ${origin}`])).status).toBe(403);
    },
  );

  it("refuses requests that another page caused", async () => {
    const setup = await setUp();
    const cookie = await signIn(setup);
    const statuses = await Promise.all(
      ["cross-site", "same-site", "same-origin", "none"].map(
        async (site) => (await get(setup.port, "/", [cookie, `Sec-Fetch-Site: ${site}`])).status,
      ),
    );
    expect(statuses).toEqual([403, 403, 200, 200]);
  });

  it("answers GET and HEAD only", async () => {
    const setup = await setUp();
    const cookie = await signIn(setup);
    const statuses = await Promise.all(
      ["HEAD", "POST", "PUT", "DELETE", "OPTIONS"].map(
        async (method) =>
          (await rawRequest(setup.port, [`${method} / HTTP/1.1`, `Host: 127.0.0.1:${setup.port}`, cookie])).status,
      ),
    );
    expect(statuses).toEqual([200, 405, 405, 405, 405]);
  });

  it("sends its security headers with every answer", async () => {
    const setup = await setUp();
    const cookie = await signIn(setup);
    const answers = [
      await get(setup.port, "/", [cookie]),
      await get(setup.port, "/"),
      await get(setup.port, "/", [], "evil"),
    ];
    for (const { headers } of answers) {
      expect(headers.get("content-security-policy")).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      );
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("referrer-policy")).toBe("no-referrer");
      expect(headers.get("cross-origin-opener-policy")).toBe("same-origin");
      expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
      expect(headers.get("cross-origin-embedder-policy")).toBe("require-corp");
    }
  });

  it("serves files of the page with their types", async () => {
    const setup = await setUp();
    const answer = await get(setup.port, "/assets/main.js?v=1", [await signIn(setup)]);
    expect(answer).toMatchObject({ status: 200, body: "export {};" });
    expect(answer.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
  });

  it.each([
    "/../secret.txt",
    "/assets/../../secret.txt",
    "/%2e%2e/secret.txt",
    "/assets/..%2f..%2fsecret.txt",
    "/assets/..%5c..%5csecret.txt",
    "/assets/link.txt",
    "/assets",
    "/%00",
    "/%ff",
    "/nothing",
  ])("serves nothing for %s", async (path) => {
    const setup = await setUp();
    const answer = await get(setup.port, path, [await signIn(setup)]);
    expect(answer.status).toBe(404);
    expect(answer.body).not.toContain("secret");
  });

  it("says so when its port is taken", async () => {
    const { port } = await setUp();
    await expect(startWebServer({ host: idleHost, rendererFolder: "/", port })).rejects.toMatchObject({
      kind: "invalid-input",
      message: `Port ${port} is used by another program. Name another one with --port, or none.`,
    });
  });
});

function openSocket(
  setup: Setup,
  cookie: string,
  change: { origin?: string; path?: string; host?: string } = {},
): WebSocket {
  const { port } = setup;
  const headers = {
    Cookie: cookie.replace("Cookie: ", ""),
    ...(change.host === undefined ? {} : { Host: change.host }),
  };
  const socket = new WebSocket(`ws://127.0.0.1:${port}${change.path ?? "/socket"}`, {
    origin: change.origin ?? `http://127.0.0.1:${port}`,
    headers,
  });
  pages.push(socket);
  return socket;
}

/** A page as the renderer would be: calls, and draws what comes. */
async function openPage(setup: Setup) {
  const socket = openSocket(setup, await signIn(setup));
  const events: HostEvent[] = [];
  const answers = new Map<number, Extract<HostFrame, { type: "answer" }>["answer"]>();
  let nextId = 0;

  function post<Name extends CallName>(name: Name, input: CallInput<Name>): number {
    socket.send(JSON.stringify({ type: "call", id: nextId, name, input }));
    return nextId++;
  }

  socket.on("message", (data) => {
    const frame = hostFrameSchema.parse(JSON.parse(String(data)));
    if (frame.type === "answer") answers.set(frame.id, frame.answer);
    else {
      events.push(frame.event);
      if (frame.event.type === "reply.rounds") {
        post("replies.acknowledge", { messageId: frame.event.messageId, sequence: frame.event.sequence });
      }
    }
  });
  await new Promise((resolve) => socket.once("open", resolve));
  return {
    socket,
    events,
    /** The reply's message once it runs no more. */
    ended: () =>
      vi.waitFor(
        () => {
          const ended = events.find(
            (event) =>
              event.type === "message.changed" && event.message.role === "assistant" && event.message.summary !== null,
          );
          if (ended?.type !== "message.changed") throw new Error("still running");
          return ended.message;
        },
        { timeout: 25_000, interval: 20 },
      ),
    async call<Name extends CallName>(name: Name, input: CallInput<Name>) {
      const id = post(name, input);
      return vi.waitFor(
        () => {
          const answer = answers.get(id);
          if (answer === undefined) throw new Error("no answer yet");
          return answer;
        },
        { timeout: 15_000, interval: 5 },
      );
    },
  };
}

const outcome = (socket: WebSocket): Promise<string> =>
  new Promise((resolve) => {
    socket.once("open", () => resolve("open"));
    socket.once("unexpected-response", (_, response) => resolve(String(response.statusCode)));
    socket.once("error", (error) => resolve(error.message));
  });

describe("the socket", () => {
  it("carries calls and events", async () => {
    const setup = await setUp(await workingHost());
    const page = await openPage(setup);
    expect(await page.call("app.state", {})).toMatchObject({ ok: true, value: { shell: "web", version: "0.0.0" } });
    expect(await page.call("chats.send", { chatId: null, text: "" })).toMatchObject({
      ok: false,
      error: { kind: "invalid-input" },
    });
    expect(await page.call("chats.send", { chatId: null, text: "count 300" })).toMatchObject({ ok: true });
    expect(await page.ended()).toMatchObject({ state: { status: "complete" }, roundCount: 300 });
    const rounds = page.events.flatMap((event) => (event.type === "reply.rounds" ? event.rounds : []));
    expect(rounds.map(({ index }) => index)).toEqual([...Array(300).keys()]);
  });

  it.each([
    ["another origin", { origin: "https://evil.example" }, "403"],
    ["the same name on another port", { origin: "http://127.0.0.1:1" }, "403"],
    ["no address of its own", { origin: "null" }, "403"],
    ["another Host", { host: "evil.example" }, "403"],
    ["another path", { path: "/other" }, "404"],
  ])("is refused to a page of %s, with a good cookie too", async (_, change, status) => {
    const setup = await setUp();
    expect(await outcome(openSocket(setup, await signIn(setup), change))).toBe(status);
  });

  it("is refused without an Origin and without a session", async () => {
    const setup = await setUp();
    const cookie = await signIn(setup);
    const bare = new WebSocket(`ws://127.0.0.1:${setup.port}/socket`, {
      headers: { Cookie: cookie.replace("Cookie: ", "") },
    });
    pages.push(bare);
    expect(await outcome(bare)).toBe("403");
    expect(await outcome(openSocket(setup, "Cookie: none=1"))).toBe("401");
    expect(await outcome(openSocket(setup, cookie))).toBe("open");
  });

  it.each(["no JSON", "[]", `{"type":"event"}`, `{"type":"call","id":"1","name":"app.state","input":{}}`])(
    "is closed on %s",
    async (text) => {
      const page = await openPage(await setUp());
      const closed = new Promise((resolve) => page.socket.once("close", resolve));
      page.socket.send(text);
      expect(await closed).toBe(1008);
    },
  );

  it("is closed on a frame that is longer than any message", async () => {
    const page = await openPage(await setUp());
    const closed = new Promise((resolve) => page.socket.once("close", resolve));
    page.socket.send("x".repeat(81 * 1024 * 1024));
    expect([1006, 1009]).toContain(await closed);
  });

  it("gives a page that stopped reading everything once it reads again", async () => {
    const setup = await setUp(await workingHost());
    const slow = await openPage(setup);
    const other = await openPage(setup);
    slow.socket.pause();
    await other.call("chats.send", { chatId: null, text: "count 20000" });
    await other.ended();
    slow.socket.resume();
    await slow.ended();
    const rounds = slow.events.flatMap((event) => (event.type === "reply.rounds" ? event.rounds : []));
    expect(rounds).toHaveLength(20_000);
  });
});
