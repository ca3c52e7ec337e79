-- The log, its summaries, and people. Identifiers are 16-byte UUIDs, times are milliseconds since 1970 UTC.

CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO meta (key, value) VALUES ('epoch', lower(hex(randomblob(16)))), ('probe', '');

-- One line per conversation; `summary` is the whole line as JSON, the columns are what lists search by.
CREATE TABLE conversation (
    id            BLOB PRIMARY KEY CHECK (length(id) = 16),
    site          TEXT NOT NULL,
    visitor       BLOB NOT NULL,
    phase         TEXT NOT NULL,
    agent         BLOB,
    stage         TEXT NOT NULL,
    waiting_since INTEGER,
    updated       INTEGER NOT NULL,
    summary       TEXT NOT NULL
) STRICT;

CREATE INDEX conversation_open ON conversation (updated, id) WHERE phase <> 'closed';
CREATE INDEX conversation_closed ON conversation (updated, id) WHERE phase = 'closed';
CREATE INDEX conversation_visitor ON conversation (visitor, updated, id);

-- The ordered log. The three unique keys are the last guard against a second writer and a resent message.
CREATE TABLE event (
    conversation BLOB NOT NULL CHECK (length(conversation) = 16),
    seq          INTEGER NOT NULL CHECK (seq > 0),
    public       INTEGER CHECK (public > 0),
    message_id   BLOB,
    at           INTEGER NOT NULL,
    body         TEXT NOT NULL,
    PRIMARY KEY (conversation, seq)
) STRICT;

CREATE UNIQUE INDEX event_message ON event (conversation, message_id) WHERE message_id IS NOT NULL;
CREATE UNIQUE INDEX event_public ON event (conversation, public) WHERE public IS NOT NULL;

CREATE TABLE site (
    id       TEXT PRIMARY KEY,
    name     TEXT NOT NULL,
    language TEXT NOT NULL,
    origins  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE visitor (
    token_hash BLOB PRIMARY KEY CHECK (length(token_hash) = 32),
    id         BLOB NOT NULL CHECK (length(id) = 16),
    site       TEXT NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- `email_key` is the address in lower case, as Unicode defines it: SQLite's own NOCASE knows ASCII only.
CREATE TABLE staff (
    id            BLOB PRIMARY KEY CHECK (length(id) = 16),
    email         TEXT NOT NULL,
    email_key     TEXT NOT NULL UNIQUE,
    name          TEXT NOT NULL,
    role          TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    capacity      INTEGER NOT NULL,
    language      TEXT NOT NULL,
    active        INTEGER NOT NULL CHECK (active IN (0, 1))
) STRICT;

CREATE TABLE login (
    token_hash BLOB PRIMARY KEY CHECK (length(token_hash) = 32),
    staff      BLOB NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX login_staff ON login (staff);
