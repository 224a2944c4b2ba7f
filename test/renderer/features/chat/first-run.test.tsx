// @vitest-environment happy-dom
import { screen, waitFor } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import { FirstRun } from "../../../../renderer/features/chat/first-run.tsx";
import { SuggestedPairs } from "../../../../renderer/features/models/suggested-pairs.tsx";
import { useView } from "../../../../renderer/store/session-context.tsx";
import { loadedPair, models } from "../../scripted-host/fixtures.ts";
import { renderPart } from "../../support/render.tsx";

const better = () => screen.queryByRole("button", { name: /suggested pairs/ });

function Screen() {
  return useView((state) => state.screen) === "models" ? <SuggestedPairs onLook={() => {}} /> : <FirstRun />;
}

describe("the first screen", () => {
  test("says what the bundled pair is, by name and size, and runs a first prompt", async () => {
    const { user, session } = await renderPart(<FirstRun />);
    const text = screen.getByText(/small on purpose/).textContent ?? "";
    expect(text).toMatch(
      /SmolLM2 135M Instruct \(135M · 98.MB\) and, distilled from it, SmolLM2 135M draft 4L \(43M · 33.MB\)/u,
    );
    expect(text).toContain("no oracle");
    await user.click(screen.getByRole("button", { name: "Explain gravity in simple terms." }));
    await waitFor(() => expect(session.chats.getState().chats).toHaveLength(1));
  });

  test("leads to the suggested pairs, which open and take the focus", async () => {
    const { user, session } = await renderPart(<Screen />);
    await user.click(screen.getByRole("button", { name: /suggested pairs/ }));
    const summary = await screen.findByText("Suggested pairs");
    expect(summary.closest("details")?.open).toBe(true);
    expect(document.activeElement).toBe(summary);
    expect(session.view.getState().pairsSought).toBe(false);
  });

  test("says nothing of a bundled pair to whoever has chosen another one", async () => {
    const choice = { targetId: models.stranger.id, draftId: null };
    await renderPart(<FirstRun />, { pair: { state: "loaded", choice, pair: loadedPair(false) } });
    expect(screen.queryByText(/small on purpose/)).toBeNull();
    expect(better()).toBeNull();
  });

  test("leads to suggested pairs where there is no model at all", async () => {
    await renderPart(<FirstRun />, { models: [], settings: { pair: null }, pair: { state: "unloaded" } });
    expect(better()).not.toBeNull();
  });
});
