import { render } from "@testing-library/react";
import userEvent, { type UserEvent } from "@testing-library/user-event";
import type { ReactNode } from "react";
import "./queries.ts";
import { SessionProvider } from "../../../renderer/store/session-context.tsx";
import { TooltipProvider } from "../../../renderer/ui/tooltip.tsx";
import type { ScriptedHost, ScriptedHostOptions } from "../scripted-host/scripted-host.ts";
import { startSession, type TestSession } from "./session.ts";

export interface Rendered extends TestSession {
  readonly user: UserEvent;
}

/** Renders a part of the window over a scripted host. */
export async function renderPart(
  part: ReactNode,
  options: ScriptedHostOptions = {},
  host?: ScriptedHost,
): Promise<Rendered> {
  const test = await startSession(options, host);
  render(
    <SessionProvider session={test.session}>
      <TooltipProvider>{part}</TooltipProvider>
    </SessionProvider>,
  );
  return { ...test, user: userEvent.setup({ delay: null }) };
}
