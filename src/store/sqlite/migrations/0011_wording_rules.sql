-- Words that staff should not send, as admins have added them; `body` is the rule as JSON.

CREATE TABLE wording_rule (
    id   TEXT PRIMARY KEY,
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
