export const branches = `
-- The last message of the branch that is shown; null for a chat without messages.
ALTER TABLE chats ADD COLUMN leaf_id TEXT REFERENCES messages (id) ON DELETE SET NULL;
UPDATE chats SET leaf_id = (SELECT id FROM messages WHERE chat_id = chats.id ORDER BY number DESC LIMIT 1);
`;
