import type { WebSocket } from "ws";
import { type CallFrame, callFrameSchema, type HostFrame } from "../contract/web-frames.ts";
import type { Host } from "../host/host.ts";

/** So many bytes may wait to be sent; then rounds wait in the host's store instead of in this process's memory. */
const BUFFER_LIMIT = 1024 * 1024;
/** "Policy violation" of RFC 6455. */
const NOT_A_CALL = 1008;

/** Serves one page over its socket until either side closes it. */
export function serveSocket(host: Host, socket: WebSocket): void {
  let congested = false;

  function hasRoom(): boolean {
    congested = socket.bufferedAmount >= BUFFER_LIMIT;
    return !congested;
  }

  function send(frame: HostFrame): void {
    if (socket.readyState !== socket.OPEN) return;
    socket.send(JSON.stringify(frame), () => {
      if (congested && socket.bufferedAmount < BUFFER_LIMIT / 2) {
        congested = false;
        session.resume();
      }
    });
  }

  async function answer({ id, name, input }: CallFrame): Promise<void> {
    send({ type: "answer", id, answer: await session.handle(name, input) });
  }

  const session = host.connectWindow((event) => send({ type: "event", event }), hasRoom);
  socket.on("message", (data, isBinary) => {
    const frame = isBinary ? null : readFrame(String(data));
    if (frame === null) socket.close(NOT_A_CALL, "not a call");
    else void answer(frame);
  });
  socket.on("close", () => session.close());
  // A broken connection closes as well; there is nothing else to do about it.
  socket.on("error", () => {});
}

function readFrame(text: string): CallFrame | null {
  try {
    const read = callFrameSchema.safeParse(JSON.parse(text));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}
