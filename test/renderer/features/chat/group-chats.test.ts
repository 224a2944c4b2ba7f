import { expect, test } from "vitest";
import type { Chat } from "../../../../contract/chats.ts";
import { groupChats } from "../../../../renderer/features/chat/group-chats.ts";

const now = new Date(2026, 10, 23, 9, 30);

function chat(title: string, updatedAt: Date): Chat {
  return {
    id: title,
    title,
    systemPrompt: "",
    leafId: null,
    pinned: false,
    pair: null,
    decoding: null,
    createdAt: 0,
    updatedAt: updatedAt.getTime(),
  };
}

test("chats stand under the calendar day they were last written in", () => {
  const groups = groupChats(
    [
      chat("this morning", new Date(2026, 10, 23, 0, 0)),
      chat("last minute of yesterday", new Date(2026, 10, 22, 23, 59)),
      chat("five days ago", new Date(2026, 10, 18, 12, 0)),
      chat("first minute seven days ago", new Date(2026, 10, 16, 0, 0)),
      chat("eight days ago", new Date(2026, 10, 15, 23, 59)),
      chat("years ago", new Date(2021, 1, 1)),
    ],
    now,
  );
  expect(groups.map((group) => [group.age, group.chats.map(({ title }) => title)])).toEqual([
    ["today", ["this morning"]],
    ["yesterday", ["last minute of yesterday"]],
    ["last-week", ["five days ago", "first minute seven days ago"]],
    ["older", ["eight days ago", "years ago"]],
  ]);
});

test("a clock that was set back leaves no chat out", () => {
  expect(groupChats([chat("from the future", new Date(2026, 11, 1))], now).map((group) => group.age)).toEqual([
    "today",
  ]);
});

test("groups without chats are left out", () => {
  expect(groupChats([], now)).toEqual([]);
});
