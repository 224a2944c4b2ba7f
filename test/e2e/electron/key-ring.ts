import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";

const run = promisify(execFile);
const READY_LIMIT_MS = 10_000;

/** A key ring of its own, unlocked, on a message bus of its own. */
export interface KeyRing {
  /** Where a program finds it. */
  readonly environment: Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
}

/** Null where the programs it takes are not installed. */
export async function provideKeyRing(): Promise<KeyRing | null> {
  const bus = spawn("dbus-daemon", ["--session", "--nofork", "--print-address"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const address = await firstLine(bus);
  if (address === null) return null;
  const environment = { DBUS_SESSION_BUS_ADDRESS: address, XDG_CURRENT_DESKTOP: "GNOME" };
  const home = await mkdtemp(join(tmpdir(), "outrider-key-ring-"));
  const ring = spawn("gnome-keyring-daemon", ["--foreground", "--unlock", "--components=secrets"], {
    env: { ...process.env, ...environment, HOME: home, XDG_DATA_HOME: home, XDG_RUNTIME_DIR: home },
    stdio: ["pipe", "ignore", "ignore"],
  });
  let failed = false;
  ring.once("error", () => {
    failed = true;
  });
  ring.stdin.on("error", () => {});
  ring.stdin.end("a password of nobody's");
  // It does not say when it is ready.
  let ready = false;
  for (const start = Date.now(); !ready && !failed && Date.now() - start < READY_LIMIT_MS; await wait(50)) {
    ready = await isOnBus(environment);
  }

  async function stop(): Promise<void> {
    await Promise.all([end(ring), end(bus)]);
    await rm(home, { recursive: true, force: true });
  }
  if (!ready) {
    await stop();
    return null;
  }
  return { environment, stop };
}

async function isOnBus(environment: Readonly<Record<string, string>>): Promise<boolean> {
  const question = ["--dest=org.freedesktop.DBus", "/", "org.freedesktop.DBus.GetNameOwner"];
  const asked = ["--session", "--print-reply", ...question, "string:org.freedesktop.secrets"];
  return run("dbus-send", asked, { env: { ...process.env, ...environment } }).then(
    () => true,
    () => false,
  );
}

/** What a program says first, once it is ready; null where it is not installed or ends before. */
function firstLine(child: ChildProcess): Promise<string | null> {
  return new Promise((resolve) => {
    child.once("error", () => resolve(null));
    child.once("exit", () => resolve(null));
    if (child.stdout !== null) createInterface({ input: child.stdout }).once("line", resolve);
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill();
  await ended;
}
