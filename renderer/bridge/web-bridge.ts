import type { Bridge } from "../../contract/bridge.ts";
import type { HostEvent } from "../../contract/events.ts";
import { OutriderError } from "../../contract/outrider-error.ts";
import { type CallFrame, type HostFrame, hostFrameSchema } from "../../contract/web-frames.ts";
import { readAnswer } from "./read-host.ts";
import { reconnectDelay } from "./reconnect-delay.ts";

type HostAnswer = Extract<HostFrame, { type: "answer" }>["answer"];

interface PendingCall {
  readonly resolve: (answer: HostAnswer) => void;
  readonly reject: (error: OutriderError) => void;
}

/**
 * The bridge of a browser tab: one WebSocket, opened again by itself when it breaks. Calls made while it opens wait for
 * it; calls in flight when it breaks, or made while it is down, are refused with kind `disconnected`.
 */
export function createWebBridge(url: string): Bridge {
  const listeners = new Set<(event: HostEvent) => void>();
  const connectionListeners = new Set<(connected: boolean) => void>();
  const pending = new Map<number, PendingCall>();
  let unsent: CallFrame[] = [];
  let socket: WebSocket | null = null;
  let nextId = 0;
  let failures = 0;

  const tellConnection = (connected: boolean): void => {
    for (const listener of connectionListeners) listener(connected);
  };

  const receive = (data: unknown): void => {
    const frame = readFrame(data);
    if (frame === null) {
      reportError(new Error("The host sent a frame this window does not understand."));
    } else if (frame.type === "event") {
      for (const listener of listeners) listener(frame.event);
    } else {
      pending.get(frame.id)?.resolve(frame.answer);
      pending.delete(frame.id);
    }
  };

  const open = (): void => {
    const opening = new WebSocket(url);
    socket = opening;
    opening.addEventListener("open", () => {
      const wasBroken = failures > 0;
      failures = 0;
      for (const frame of unsent) opening.send(JSON.stringify(frame));
      unsent = [];
      if (wasBroken) tellConnection(true);
    });
    opening.addEventListener("message", (message) => receive(message.data));
    opening.addEventListener("close", () => {
      socket = null;
      unsent = [];
      const refused = [...pending.values()];
      pending.clear();
      for (const call of refused) call.reject(disconnected());
      if (failures === 0) tellConnection(false);
      setTimeout(open, reconnectDelay(failures, Math.random()));
      failures += 1;
    });
  };
  open();

  return {
    async call(name, input) {
      const answer = await new Promise<HostAnswer>((resolve, reject) => {
        if (socket === null) {
          reject(disconnected());
          return;
        }
        const frame: CallFrame = { type: "call", id: nextId, name, input };
        nextId += 1;
        pending.set(frame.id, { resolve, reject });
        if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame));
        else unsent.push(frame);
      });
      return readAnswer(name, answer);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onConnection(listener) {
      connectionListeners.add(listener);
      return () => connectionListeners.delete(listener);
    },
  };
}

function readFrame(data: unknown): HostFrame | null {
  if (typeof data !== "string") return null;
  try {
    const read = hostFrameSchema.safeParse(JSON.parse(data));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

function disconnected(): OutriderError {
  return new OutriderError(
    "disconnected",
    "The connection to Outrider is down. It is tried again by itself; if that does not help, look whether Outrider still runs.",
  );
}
