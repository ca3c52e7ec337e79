-- What admins have set on top of the configuration; `body` is the thing itself as JSON.

CREATE TABLE overlay (
    kind TEXT NOT NULL,
    id   TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;
