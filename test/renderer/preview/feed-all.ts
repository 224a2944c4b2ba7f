import type { Session } from "../../../renderer/store/session.ts";
import { foreignParts } from "../hostile/hostile-outputs.ts";
import type { ScriptedHost } from "../scripted-host/scripted-host.ts";

/**
 * Feeds every text to the window as a reply of its own, so many rounds a frame (the scene `echo` answers with the
 * prompt). Says of each what it left in the page that should not be there.
 */
export async function feedAll(
  session: Session,
  host: ScriptedHost,
  texts: Readonly<Record<string, string>>,
  roundsPerFrame: number,
): Promise<Readonly<Record<string, readonly string[]>>> {
  const left: Record<string, readonly string[]> = {};
  for (const [name, text] of Object.entries(texts)) {
    await session.openChat(null);
    await session.chats.getState().send(null, text);
    const [reply = ""] = host.running();
    while (host.running().length > 0) {
      host.release(reply, roundsPerFrame);
      await frame();
    }
    await frame();
    left[name] = leftIn(document.querySelector("[class*=markdown]"));
  }
  return left;
}

function leftIn(drawn: Element | null): readonly string[] {
  return drawn === null || drawn.textContent === "" ? ["nothing was drawn"] : foreignParts(drawn);
}

function frame(): Promise<unknown> {
  return new Promise((resolve) => requestAnimationFrame(resolve));
}
