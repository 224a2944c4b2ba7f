import type { Session } from "../../../renderer/store/session.ts";
import { foreignParts } from "../hostile/hostile-outputs.ts";
import type { ScriptedHost } from "../scripted-host/scripted-host.ts";

/** Two seconds on a machine that keeps up. */
const MOST_FRAMES = 120;

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
    left[name] = leftIn(await drawnReply());
  }
  return left;
}

/** The finished reply as it was drawn; React takes its time on a busy machine. Null: it never was. */
async function drawnReply(): Promise<Element | null> {
  for (let waited = 0; waited < MOST_FRAMES; waited++) {
    await frame();
    const drawn = document.querySelector('[data-state="complete"] [class*=markdown]');
    if (drawn !== null && drawn.textContent !== "") return drawn;
  }
  return null;
}

function leftIn(drawn: Element | null): readonly string[] {
  return drawn === null ? ["nothing was drawn"] : foreignParts(drawn);
}

function frame(): Promise<unknown> {
  return new Promise((resolve) => requestAnimationFrame(resolve));
}
