import { chats } from "./0001-chats.ts";
import { branches } from "./0002-branches.ts";
import { pinsAndRemovals } from "./0003-pins-and-removals.ts";
import { whatChatsWereUsedWith } from "./0004-what-chats-were-used-with.ts";

/** In order; the database's user_version is how many of them it has been through. A released one is never changed. */
export const migrations: readonly string[] = [chats, branches, pinsAndRemovals, whatChatsWereUsedWith];
