-- Files beside messages: what is known of them. Their bytes stand in a folder beside the database, named by id.

CREATE TABLE file (
    id           BLOB PRIMARY KEY CHECK (length(id) = 16),
    conversation BLOB NOT NULL CHECK (length(conversation) = 16),
    -- Who sends it.
    staff        INTEGER NOT NULL CHECK (staff IN (0, 1)),
    sender       BLOB NOT NULL CHECK (length(sender) = 16),
    -- When it began to arrive.
    at           INTEGER NOT NULL,
    bytes        INTEGER NOT NULL CHECK (bytes > 0),
    -- What it is, as JSON, and the SHA-256 of its bytes; NULL until all of it has arrived.
    body         TEXT,
    hash         BLOB,
    -- The message that it stands beside; NULL until there is one.
    seq          INTEGER CHECK (seq > 0)
) STRICT, WITHOUT ROWID;

CREATE INDEX file_conversation ON file (conversation);
CREATE INDEX file_sender ON file (sender, at);
CREATE INDEX file_loose ON file (at) WHERE seq IS NULL;

-- Files that are given up, and whose bytes may still be there.
CREATE TABLE file_gone (
    id BLOB PRIMARY KEY CHECK (length(id) = 16)
) STRICT, WITHOUT ROWID;

-- How many bytes all files have together.
CREATE TABLE file_room (
    used INTEGER NOT NULL
) STRICT;
INSERT INTO file_room (used) VALUES (0);

CREATE TRIGGER file_comes AFTER INSERT ON file BEGIN
    UPDATE file_room SET used = used + new.bytes;
END;
CREATE TRIGGER file_goes AFTER DELETE ON file BEGIN
    UPDATE file_room SET used = used - old.bytes;
END;
