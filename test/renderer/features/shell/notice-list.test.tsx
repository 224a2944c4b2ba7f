// @vitest-environment happy-dom
import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { NoticeList } from "../../../../renderer/features/shell/notice-list.tsx";
import { SessionProvider } from "../../../../renderer/store/session-context.tsx";
import { settled, startSession } from "../../support/session.ts";

const moved = "The settings file could not be read. The unreadable file was kept.";

test("what the host put right at its start is shown until it is dismissed, also over a lost connection", async () => {
  const { session, host } = await startSession({ notices: [moved, "The database of chats was damaged."] });
  render(
    <SessionProvider session={session}>
      <NoticeList />
    </SessionProvider>,
  );
  expect(screen.getByText(moved)).toBeDefined();
  expect(screen.getByText("The database of chats was damaged.")).toBeDefined();
  const [dismiss] = screen.getAllByRole("button", { name: "Dismiss" });
  await userEvent.click(dismiss ?? screen.getByText("no button"));
  expect(screen.queryByText(moved)).toBeNull();

  await act(async () => {
    host.connect(false);
    host.connect(true);
    await settled();
  });
  expect(screen.queryByText(moved)).toBeNull();
  expect(screen.getAllByText("The database of chats was damaged.")).toHaveLength(1);
});
