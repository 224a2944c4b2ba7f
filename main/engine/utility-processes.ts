import { app, type Details, type Event, utilityProcess } from "electron";
import type { UtilityProcesses } from "./utility-launcher.ts";

/** Electron's own processes behind the launcher's interface. */
export const electronUtilityProcesses: UtilityProcesses = {
  fork: (entry, parameters, options) => utilityProcess.fork(entry, parameters, options),
  onGone(listener) {
    const hear = (_event: Event, details: Details): void =>
      listener({
        ...(details.name === undefined ? {} : { name: details.name }),
        reason: details.reason,
        exitCode: details.exitCode,
      });
    app.on("child-process-gone", hear);
    return () => void app.off("child-process-gone", hear);
  },
  killNow(pid) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It was faster.
    }
  },
};
