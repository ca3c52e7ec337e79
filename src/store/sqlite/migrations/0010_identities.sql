-- Whom a shop vouches for: what its signed token said, as JSON; NULL where nobody does.
ALTER TABLE visitor ADD COLUMN identity TEXT;
