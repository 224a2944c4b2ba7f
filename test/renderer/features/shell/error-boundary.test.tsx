// @vitest-environment happy-dom
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ErrorBoundary } from "../../../../renderer/features/shell/error-boundary.tsx";
import "../../support/queries.ts";

// React says on the console what the boundary caught.
beforeEach(() => void vi.spyOn(console, "error").mockImplementation(() => undefined));
afterEach(() => void vi.restoreAllMocks());

function Part({ chart }: { readonly chart: { readonly broken: boolean } }) {
  if (chart.broken) throw new Error("the chart has no axis");
  return <p>All is well</p>;
}

test("a part that breaks says so, and can be tried again", async () => {
  const chart = { broken: true };
  render(
    <ErrorBoundary>
      <Part chart={chart} />
    </ErrorBoundary>,
  );
  expect(screen.getByRole("alert").textContent).toContain("Chats and settings are safe");
  expect(screen.getByRole("alert").textContent).toContain("the chart has no axis");
  chart.broken = false;
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(screen.getByText("All is well")).toBeDefined();
});
