-- Texts that agents send often, by shortcut; `body` is the reply as JSON.

CREATE TABLE canned_reply (
    id   TEXT PRIMARY KEY,
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
