-- A conversation's events lie side by side, in the order in which they are read: a page of history is a page of the
-- file, and a message touches one place of the log, not two. What lists search by no longer changes with every message.

CREATE TABLE ordered (
    conversation BLOB NOT NULL CHECK (length(conversation) = 16),
    seq          INTEGER NOT NULL CHECK (seq > 0),
    public       INTEGER CHECK (public > 0),
    message_id   BLOB,
    at           INTEGER NOT NULL,
    body         TEXT NOT NULL,
    PRIMARY KEY (conversation, seq)
) STRICT, WITHOUT ROWID;

INSERT INTO ordered (conversation, seq, public, message_id, at, body)
SELECT conversation, seq, public, message_id, at, body FROM event ORDER BY conversation, seq;

DROP TABLE event;
ALTER TABLE ordered RENAME TO event;

CREATE UNIQUE INDEX event_message ON event (conversation, message_id) WHERE message_id IS NOT NULL;
CREATE UNIQUE INDEX event_public ON event (conversation, public) WHERE public IS NOT NULL;

DROP INDEX conversation_open;
CREATE INDEX conversation_open ON conversation (id) WHERE phase <> 'closed';

DROP INDEX conversation_visitor;
CREATE INDEX conversation_visitor ON conversation (visitor);
