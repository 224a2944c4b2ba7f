// @vitest-environment happy-dom
import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { RoundLane } from "../../../../renderer/features/inspector/round-lane.tsx";
import { tokenPlace } from "../../../../renderer/features/inspector/token-pointer.ts";
import { renderPart } from "../../support/render.tsx";
import { drafted, emitted, mismatchRound, round } from "../../support/rounds.ts";

const lane = (of: ReturnType<typeof round>) => (
  <RoundLane round={of} fullMs={100} active={false} progress={null} onPick={() => {}} />
);

test("a lane says why fewer guesses were made than k", async () => {
  const guesses = { drafted: [drafted("a", "accepted")], emitted: [emitted("a", "accepted"), emitted("b", "bonus")] };
  await renderPart(
    <>
      {lane(round(0, { ...guesses, draftEnd: "confidence" }))}
      {lane(round(1, { draftEnd: "nothing-found", emitted: [emitted("c", "plain")] }))}
      {lane(round(2, guesses))}
    </>,
  );
  const [stopped, empty] = screen.getAllByRole("button");
  expect(screen.getByRole("button", { name: /drafting stopped: the next guess was too unsure/ })).toBe(stopped);
  expect(stopped?.querySelector("[data-draft-end]")?.textContent).toBe("⊣");
  expect(empty?.querySelector("[data-draft-end]")?.textContent).toBe("nothing in the text reads alike");
  expect(screen.getAllByRole("button", { name: /drafting stopped/ })).toEqual([stopped, empty]);
});

test("a lane is named by what came of its round, and by its tokens", async () => {
  await renderPart(lane(mismatchRound(0, [" the"], " cat", " dog")));
  expect(
    screen.getByRole("button", { name: /Round 1: 1 of 3 guesses kept, .*the.*cat.*maybe.*→.*dog.*1\/3$/ }),
  ).toBeDefined();
});

test("a chip of a lane says which token it is, and what is beside the chips is none", async () => {
  await renderPart(lane(mismatchRound(6, [" the"], " cat", " dog")));
  expect(tokenPlace("reply", screen.getByText("cat"))).toEqual({ messageId: "reply", round: 6, slot: "d1" });
  expect(tokenPlace("reply", screen.getByText("dog"))).toEqual({ messageId: "reply", round: 6, slot: "e1" });
  expect(tokenPlace("reply", screen.getByText("7"))).toBe(null);
});
