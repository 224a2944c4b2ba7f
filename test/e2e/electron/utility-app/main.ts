/** Puts the launcher through its paces in a real Electron and prints what happened as one line of JSON. */
import { join } from "node:path";
import { app } from "electron";
import type { EngineProcess } from "../../../../host/engine/engine-process.ts";
import { utilityLauncher } from "../../../../main/engine/utility-launcher.ts";
import { electronUtilityProcesses } from "../../../../main/engine/utility-processes.ts";

const launch = utilityLauncher({
  processes: electronUtilityProcesses,
  entry: join(__dirname, "engine.cjs"),
  environment: { OUTRIDER_TEST: "yes" },
});

interface Scenario {
  readonly posts: readonly object[];
  /** How many messages to wait for before killing it; null: it ends by itself. */
  readonly killAfter: number | null;
}

const scenarios: Readonly<Record<string, Scenario>> = {
  echo: {
    posts: [{ type: "echo", value: "first" }, { type: "echo", value: { second: 2 } }, { type: "environment" }],
    killAfter: 3,
  },
  heap: { posts: [{ type: "young-heap" }], killAfter: 1 },
  exit: {
    posts: [
      { type: "print", value: "a line of llama.cpp" },
      { type: "exit", code: 3 },
    ],
    killAfter: null,
  },
  crash: { posts: [{ type: "crash" }], killAfter: null },
  stuck: { posts: [{ type: "echo", value: "before" }, { type: "hang" }], killAfter: 1 },
  unborn: { posts: [], killAfter: 0 },
};

async function play({ posts, killAfter }: Scenario): Promise<object> {
  const engine: EngineProcess = launch();
  const messages: unknown[] = [];
  const closed = new Promise<void>((resolve) => engine.port.onClose(resolve));
  for (const post of posts) engine.port.post(post);
  if (killAfter === 0) engine.kill();
  engine.port.onMessage((message) => {
    messages.push(message);
    if (messages.length === killAfter) engine.kill();
  });
  await closed;
  // Must be swallowed: there is nobody left.
  engine.port.post({ type: "echo", value: "too late" });
  return { messages, exit: engine.exit(), log: engine.recentLog() };
}

app.on("window-all-closed", () => {});
void app.whenReady().then(async () => {
  const results: Record<string, object> = {};
  for (const [name, scenario] of Object.entries(scenarios)) results[name] = await play(scenario);
  process.stdout.write(`RESULTS ${JSON.stringify(results)}\n`, () => app.exit(0));
});
