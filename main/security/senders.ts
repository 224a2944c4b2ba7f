import { appOrigin } from "./app-origin.ts";

export interface Sender {
  readonly contentsId: number;
  readonly isMainFrame: boolean;
  /** As Chromium serialises it; null where the frame is already gone. */
  readonly origin: string | null;
}

/** Whether an IPC message comes from our window's own page: not from a frame in it, not from another page. */
export function isTrustedSender(sender: Sender, windowContentsId: number): boolean {
  return sender.contentsId === windowContentsId && sender.isMainFrame && sender.origin === appOrigin;
}
