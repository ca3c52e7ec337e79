-- Which policy was in force when, and who did what that no conversation's log holds.

-- `toml` is the whole policy; a policy is in force from `since` until the next one begins. `origin` tells whether the
-- configuration brought it, or somebody who applied it, or took that back; `author` is a party as JSON.
CREATE TABLE policy (
    since   INTEGER PRIMARY KEY,
    version TEXT NOT NULL,
    toml    TEXT NOT NULL,
    origin  TEXT NOT NULL,
    author  TEXT NOT NULL
) STRICT;

CREATE TABLE audit (
    id     INTEGER PRIMARY KEY,
    at     INTEGER NOT NULL,
    author TEXT NOT NULL,
    act    TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT;
