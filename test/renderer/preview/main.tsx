import "../../../renderer/zod-without-eval.ts";

import "../../../renderer/theme/base.css";

import { createRoot } from "react-dom/client";
import { App } from "../../../renderer/features/shell/app.tsx";
import { nextFrame } from "../../../renderer/store/frame-scheduler.ts";
import { createSession } from "../../../renderer/store/session.ts";
import { applyTheme } from "../../../renderer/theme/apply-theme.ts";
import { exhaustingOutputs, hostileOutputs } from "../hostile/hostile-outputs.ts";
import { feedAll } from "./feed-all.ts";
import { type Scene, scenes } from "./scenes.ts";

const query = new URLSearchParams(window.location.search);
const make = scenes[query.get("scene") ?? "chat"] ?? scenes.chat;
const root = document.getElementById("root");
if (make === undefined || root === null) throw new Error("The preview page is incomplete.");
const scene = make();
const theme = query.get("theme") === "light" ? "light" : "dark";
await scene.host.bridge.call("settings.update", { patch: { theme } });
applyTheme(theme);

const session = createSession(scene.host.bridge, nextFrame);
session.start();
if (scene.chatId !== null) await session.openChat(scene.chatId);
writeReplies(scene);
createRoot(root).render(<App session={session} />);
Object.assign(window, {
  preview: {
    session,
    host: scene.host,
    feedHostile: () => feedAll(session, scene.host, hostileOutputs, 1),
    feedExhausting: () => feedAll(session, scene.host, exhaustingOutputs, 1_000_000),
  },
});

/** Lets the scripted replies come as an engine's would: a few rounds at a time. */
function writeReplies({ host, roundsPerSecond }: Scene): void {
  if (roundsPerSecond === 0) return;
  const perTick = Math.max(1, Math.round(roundsPerSecond / 60));
  setInterval(
    () => {
      for (const messageId of host.running()) host.release(messageId, perTick);
    },
    Math.max(16, 1_000 / roundsPerSecond),
  );
}
