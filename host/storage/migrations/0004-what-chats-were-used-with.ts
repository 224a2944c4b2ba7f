export const whatChatsWereUsedWith = `
-- JSON of contract/models.ts pairChoiceSchema and contract/chat-decoding.ts chatDecodingSchema; null for a chat that was
-- not used since there are these columns.
ALTER TABLE chats ADD COLUMN pair TEXT;
ALTER TABLE chats ADD COLUMN decoding TEXT;
`;
