import { mayUsePermission } from "./permissions.ts";
import { mayRequest, type RequestRules } from "./requests.ts";

/** The part of Electron's Session that is guarded; narrow, so that a test can stand in for it. */
export interface GuardedSession {
  setPermissionRequestHandler(
    handler: (
      contents: unknown,
      permission: string,
      answer: (granted: boolean) => void,
      details: { readonly requestingUrl: string },
    ) => void,
  ): void;
  setPermissionCheckHandler(
    handler: (contents: unknown, permission: string, requestingOrigin: string) => boolean,
  ): void;
  setDevicePermissionHandler(handler: () => boolean): void;
  readonly webRequest: {
    onBeforeRequest(
      listener: (details: { readonly url: string }, answer: (response: { cancel: boolean }) => void) => void,
    ): void;
  };
}

/** Puts the policies on a session: permissions (asked for and checked), devices, requests. */
export function guardSession(session: GuardedSession, rules: RequestRules): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    answer(mayUsePermission(permission, details.requestingUrl));
  });
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin) =>
    mayUsePermission(permission, requestingOrigin),
  );
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !mayRequest(details.url, rules) }));
}
