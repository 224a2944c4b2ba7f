// @vitest-environment happy-dom
import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { ChatList } from "../../../../renderer/features/chat/chat-list.tsx";
import { renderPart } from "../../support/render.tsx";

test.each([
  ["Export as Markdown", "markdown"],
  ["Export as JSON, with rounds", "json-with-rounds"],
  ["Export as JSON, without rounds", "json"],
])("%s asks the host for that form of the chat", async (item, format) => {
  const { user, host } = await renderPart(<ChatList />);
  const { id: chatId } = (await host.bridge.call("chats.import", { text: "# A chat" })).chat;
  await user.click(await screen.findByRole("button", { name: "Actions for A chat" }));
  await user.click(await screen.findByRole("menuitem", { name: item }));
  await waitFor(() => {
    const asked = host.record.filter(({ name }) => name === "chats.export").map(({ input }) => input);
    expect(asked).toEqual([{ chatId, format }]);
  });
});
