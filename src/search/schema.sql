-- A derived index: what is here is made from the log, and can be made again.

CREATE TABLE about (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- `seen` is the place up to which a conversation's log has been read. It moves in the transaction that writes the words.
CREATE TABLE conversation (
    key  INTEGER PRIMARY KEY,
    id   BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    seen INTEGER NOT NULL
) STRICT;

-- `place` is the moment of the message and a number within it: newest first is a walk from the end.
CREATE TABLE message (
    place        INTEGER PRIMARY KEY,
    conversation INTEGER NOT NULL,
    seq          INTEGER NOT NULL
) STRICT;

-- Tokens come ready, with spaces between them; `ascii` leaves them as they are. Texts stay in the log, and nothing is
-- ranked, so that neither they nor their sizes are kept here.
CREATE VIRTUAL TABLE words USING fts5(tokens, content = '', columnsize = 0, tokenize = 'ascii');
