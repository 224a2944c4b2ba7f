export const pinsAndRemovals = `
ALTER TABLE chats ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0;
-- When the user deleted the chat, in milliseconds since 1970; it can be brought back until it is purged.
ALTER TABLE chats ADD COLUMN removed_at INTEGER;
`;
