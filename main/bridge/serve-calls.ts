import type { CallAnswer } from "../../contract/bridge.ts";
import { ipcChannels } from "../../contract/preload-api.ts";
import { isTrustedSender } from "../security/senders.ts";

/** The part of an IPC event that is looked at; narrow, so that a test can stand in for it. */
interface CallEvent {
  readonly sender: { readonly id: number };
  readonly senderFrame: { readonly origin: string; readonly parent: unknown } | null;
}

/** The part of Electron's ipcMain that is used. */
export interface CallReceiver {
  handle(channel: string, listener: (event: CallEvent, name: unknown, input: unknown) => Promise<CallAnswer>): void;
}

/** The window that is open, as far as calls are concerned. */
export interface CallingWindow {
  readonly contentsId: number;
  /** Checks name and input against the contract; never rejects. */
  readonly handle: (name: string, input: unknown) => Promise<CallAnswer>;
}

/** Answers the page's calls through its window's session with the host, and nobody else's. */
export function serveCalls(receiver: CallReceiver, currentWindow: () => CallingWindow | null): void {
  receiver.handle(ipcChannels.call, async (event, name, input) => {
    const window = currentWindow();
    const frame = event.senderFrame;
    const sender = {
      contentsId: event.sender.id,
      isMainFrame: frame !== null && frame.parent === null,
      origin: frame?.origin ?? null,
    };
    if (window === null || !isTrustedSender(sender, window.contentsId)) {
      return {
        ok: false,
        error: { kind: "invalid-input", message: "This call was refused: it does not come from Outrider's window." },
      };
    }
    return await window.handle(typeof name === "string" ? name : "", input);
  });
}
