import { EventEmitter } from "node:events";
import { describe, expect, test } from "vitest";
import { type GuardedContents, guardContents } from "../../../main/security/guard-contents.ts";
import { type GuardedSession, guardSession } from "../../../main/security/guard-session.ts";

type HandlerOf<Setter extends "setPermissionRequestHandler" | "setPermissionCheckHandler"> = Parameters<
  GuardedSession[Setter]
>[0];
type RequestListener = Parameters<GuardedSession["webRequest"]["onBeforeRequest"]>[0];

/** Keeps the handlers it is given, to be asked in Electron's place. */
class FakeSession implements GuardedSession {
  onRequest: HandlerOf<"setPermissionRequestHandler"> | null = null;
  onCheck: HandlerOf<"setPermissionCheckHandler"> | null = null;
  onDevice: (() => boolean) | null = null;
  onBeforeRequest: RequestListener | null = null;
  readonly webRequest = {
    onBeforeRequest: (listener: RequestListener): void => {
      this.onBeforeRequest = listener;
    },
  };

  setPermissionRequestHandler(handler: HandlerOf<"setPermissionRequestHandler">): void {
    this.onRequest = handler;
  }

  setPermissionCheckHandler(handler: HandlerOf<"setPermissionCheckHandler">): void {
    this.onCheck = handler;
  }

  setDevicePermissionHandler(handler: () => boolean): void {
    this.onDevice = handler;
  }
}

function guardedSession(): FakeSession {
  const session = new FakeSession();
  guardSession(session, { allowDeveloperTools: false });
  return session;
}

describe("a guarded session", () => {
  test("answers permission requests and checks by the same policy, devices never", () => {
    const session = guardedSession();
    const asked = (permission: string): unknown => {
      const answers: boolean[] = [];
      session.onRequest?.(null, permission, (granted) => answers.push(granted), {
        requestingUrl: "app://outrider/index.html",
      });
      return answers;
    };
    const checked = (permission: string): unknown => session.onCheck?.(null, permission, "app://outrider/");

    expect([asked("media"), checked("media")]).toEqual([[false], false]);
    expect([asked("clipboard-sanitized-write"), checked("clipboard-sanitized-write")]).toEqual([[true], true]);
    expect(session.onDevice?.()).toBe(false);
  });

  test("cancels every request that is not for the app's files", () => {
    const session = guardedSession();
    const cancelled = (url: string): unknown => {
      const answers: boolean[] = [];
      session.onBeforeRequest?.({ url }, ({ cancel }) => answers.push(cancel));
      return answers;
    };
    expect(cancelled("https://example.com/")).toEqual([true]);
    expect(cancelled("app://outrider/index.html")).toEqual([false]);
  });
});

class FakeContents extends EventEmitter implements GuardedContents {
  windowOpen: (() => { action: "deny" }) | null = null;

  setWindowOpenHandler(handler: () => { action: "deny" }): void {
    this.windowOpen = handler;
  }

  /** Whether the guard stopped it. */
  try(event: string, details: object = {}): boolean {
    let prevented = false;
    this.emit(event, {
      ...details,
      preventDefault: () => {
        prevented = true;
      },
    });
    return prevented;
  }
}

describe("guarded web contents", () => {
  test.each(["will-navigate", "will-redirect", "will-frame-navigate"])("%s leads nowhere but to the page", (event) => {
    const contents = new FakeContents();
    guardContents(contents);
    expect(contents.try(event, { url: "https://example.com/", isMainFrame: true })).toBe(true);
    expect(contents.try(event, { url: "app://outrider/index.html", isMainFrame: true })).toBe(false);
  });

  test("no webviews, no new windows", () => {
    const contents = new FakeContents();
    guardContents(contents);
    expect(contents.try("will-attach-webview")).toBe(true);
    expect(contents.windowOpen?.()).toEqual({ action: "deny" });
  });

  test("a page cannot keep its window open", () => {
    const contents = new FakeContents();
    guardContents(contents);
    expect(contents.try("will-prevent-unload")).toBe(true);
  });
});
