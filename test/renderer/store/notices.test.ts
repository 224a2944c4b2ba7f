import { expect, test } from "vitest";
import { createNoticesStore } from "../../../renderer/store/notices.ts";

test("work that succeeds is reported as done and says nothing", async () => {
  const notices = createNoticesStore();
  const done: string[] = [];
  expect(await notices.getState().attempt("Could not save", async () => done.push("saved"))).toBe(true);
  expect(done).toEqual(["saved"]);
  expect(notices.getState().notices).toEqual([]);
});

test("work that fails becomes a notice with its reason, not an error", async () => {
  const notices = createNoticesStore();
  const refused = await notices
    .getState()
    .attempt("Could not save", () => Promise.reject(new Error("The disk is full.")));
  const threw = await notices.getState().attempt("Could not copy", () => {
    throw new Error("No clipboard.");
  });
  expect([refused, threw]).toEqual([false, false]);
  expect(notices.getState().notices).toMatchObject([
    { tone: "danger", title: "Could not save", text: "The disk is full." },
    { tone: "danger", title: "Could not copy", text: "No clipboard." },
  ]);
});

test("work that succeeds at last takes its failures with it, and no other's", async () => {
  const notices = createNoticesStore();
  const { attempt, fail, inform } = notices.getState();
  fail("Could not save", new Error("The disk is full."));
  fail("Could not copy", new Error("No clipboard."));
  inform("Could not save", "Somebody else says so.");
  await attempt("Could not save", () => Promise.resolve());
  expect(notices.getState().notices.map(({ text }) => text)).toEqual(["No clipboard.", "Somebody else says so."]);
});
