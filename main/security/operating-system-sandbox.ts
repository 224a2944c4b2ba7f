export interface SandboxSituation {
  readonly isPackaged: boolean;
  readonly isRoot: boolean;
  /** Whether `--no-sandbox` is on the command line. */
  readonly hasNoSandboxSwitch: boolean;
}

/**
 * Whether to call `app.enableSandbox()`, which also undoes a `--no-sandbox` on the command line. Chromium refuses to run
 * as root with a sandbox, and test machines often are root, so an unpackaged run may leave it out there. A packaged app
 * never does: what its users start keeps its sandbox whatever switches a desktop file or a script adds.
 */
export function mustEnableSandbox(situation: SandboxSituation): boolean {
  return situation.isPackaged || !situation.isRoot || !situation.hasNoSandboxSwitch;
}
