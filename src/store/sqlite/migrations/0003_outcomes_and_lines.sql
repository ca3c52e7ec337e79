-- How conversations went, and the history of the lines computed from that. `body` is the whole value as JSON.

-- `place` only grows: a conversation that ends again takes the last place, so that who reads on from a place misses
-- nothing.
CREATE TABLE outcome (
    place        INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation BLOB NOT NULL UNIQUE CHECK (length(conversation) = 16),
    site         TEXT NOT NULL,
    language     TEXT,
    body         TEXT NOT NULL
) STRICT;
-- What the start reads: the latest of every site and language.
CREATE INDEX outcome_latest ON outcome (site, language, place DESC);

CREATE TABLE lines_change (
    version INTEGER PRIMARY KEY CHECK (version > 0),
    body    TEXT NOT NULL
) STRICT;
