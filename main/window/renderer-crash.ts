/** What to do when the window's page process has ended. */
export type CrashResponse = "ignore" | "reload" | "ask";

/** A second crash within this time will hardly be cured by a third page. */
const WINDOW_MS = 5 * 60 * 1000;

/**
 * Loads the page again after a crash, once: chats and replies live in the host, so nothing is lost. When it crashes
 * again soon, the user is told and asked.
 *
 * @param reason Electron's word for the end.
 * @param previousCrashAt Milliseconds since 1970; null: there was none.
 */
export function respondToCrash(reason: string, previousCrashAt: number | null, now: number): CrashResponse {
  if (reason === "clean-exit") return "ignore";
  return previousCrashAt === null || now - previousCrashAt > WINDOW_MS ? "reload" : "ask";
}
