export const chats = `
CREATE TABLE chats (
  id            TEXT PRIMARY KEY,
  title         TEXT NOT NULL,
  system_prompt TEXT NOT NULL,
  created_at    INTEGER NOT NULL,
  updated_at    INTEGER NOT NULL
) STRICT;

CREATE TABLE messages (
  -- The order of writing; also what the full-text index refers to, so it must never be renumbered.
  number     INTEGER PRIMARY KEY AUTOINCREMENT,
  id         TEXT NOT NULL UNIQUE,
  chat_id    TEXT NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
  parent_id  TEXT REFERENCES messages (id) ON DELETE CASCADE,
  role       TEXT NOT NULL,
  content    TEXT NOT NULL,
  -- JSON of contract/chats.ts messageStatusSchema; the word itself beside it for queries.
  status     TEXT NOT NULL,
  state      TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  -- JSON of contract/summary.ts, or null.
  summary    TEXT
) STRICT;
CREATE INDEX messages_by_chat ON messages (chat_id, number);
CREATE INDEX messages_by_parent ON messages (parent_id);
CREATE INDEX messages_unfinished ON messages (status) WHERE status IN ('waiting', 'streaming');

-- Apart from the messages, so that a running reply appends small rows and never rewrites a large one.
CREATE TABLE rounds (
  message_id  TEXT NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
  round_index INTEGER NOT NULL,
  -- JSON of contract/trace.ts roundSchema.
  round       TEXT NOT NULL,
  PRIMARY KEY (message_id, round_index)
) STRICT;

CREATE VIRTUAL TABLE message_texts USING fts5 (content, content = 'messages', content_rowid = 'number');
CREATE TRIGGER message_texts_after_insert AFTER INSERT ON messages BEGIN
  INSERT INTO message_texts (rowid, content) VALUES (new.number, new.content);
END;
CREATE TRIGGER message_texts_after_delete AFTER DELETE ON messages BEGIN
  INSERT INTO message_texts (message_texts, rowid, content) VALUES ('delete', old.number, old.content);
END;
CREATE TRIGGER message_texts_after_update AFTER UPDATE OF content ON messages BEGIN
  INSERT INTO message_texts (message_texts, rowid, content) VALUES ('delete', old.number, old.content);
  INSERT INTO message_texts (rowid, content) VALUES (new.number, new.content);
END;
`;
