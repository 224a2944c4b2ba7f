import "./zod-without-eval.ts";

import "./theme/base.css";

import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { connectBridge } from "./bridge/connect-bridge.ts";
import { App } from "./features/shell/app.tsx";
import { nextFrame } from "./store/frame-scheduler.ts";
import { keepDrafts } from "./store/kept-drafts.ts";
import { createSession } from "./store/session.ts";
import { applyTheme, rememberedTheme } from "./theme/apply-theme.ts";

applyTheme(rememberedTheme());

const session = createSession(connectBridge(), nextFrame);
keepDrafts(session.chats, window.localStorage);
session.start();

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no element #root.");
createRoot(root).render(
  <StrictMode>
    <App session={session} />
  </StrictMode>,
);
