import { spawn } from "node:child_process";

/** Whether a browser could show itself here: on Linux that takes a display. */
export function canShowBrowser(
  platform: NodeJS.Platform = process.platform,
  environment: NodeJS.ProcessEnv = process.env,
): boolean {
  if (platform !== "linux") return true;
  return [environment.DISPLAY, environment.WAYLAND_DISPLAY].some((display) => display !== undefined && display !== "");
}

/** Opens an address in the system's browser. Where that fails, the address in the terminal is still there. */
export function openBrowser(address: string): void {
  const [program, ...parameters] = commandFor(process.platform);
  const child = spawn(program, [...parameters, address], { stdio: "ignore", detached: true });
  child.on("error", () => {});
  child.unref();
}

function commandFor(platform: NodeJS.Platform): readonly [string, ...string[]] {
  if (platform === "darwin") return ["open"];
  // `start` is a word of the command interpreter; its first quoted argument is a window title.
  if (platform === "win32") return ["cmd", "/c", "start", ""];
  return ["xdg-open"];
}
