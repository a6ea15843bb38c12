//! Version 2. Not released yet: everything this release adds to the tables belongs here. Once it
//! was released it is never changed again.

pub(super) const STEP: &str = "
-- which migrations this file went through, and the sequence of the entry that says so
CREATE TABLE migrations (
    to_version INTEGER PRIMARY KEY,
    from_version INTEGER NOT NULL,
    entry INTEGER
) STRICT;

-- requests that took effect, by their idempotency keys; the number rises with age
CREATE TABLE answers (
    number INTEGER PRIMARY KEY,
    account INTEGER NOT NULL,
    -- the id of a token, or 2^60 and the id of a person
    sender INTEGER NOT NULL,
    key BLOB NOT NULL CHECK (length(key) = 32),
    request BLOB NOT NULL CHECK (length(request) = 32),
    answer BLOB NOT NULL,
    sequence INTEGER NOT NULL,
    at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX answers_by_key ON answers (account, sender, key);
CREATE INDEX answers_of_account ON answers (account);
CREATE INDEX answers_by_expiry ON answers (expires_at);

-- people and all else that is not on the path of a call; the slot rises with age
CREATE TABLE records (
    slot INTEGER PRIMARY KEY,
    kind INTEGER NOT NULL,
    id INTEGER NOT NULL,
    account INTEGER,
    owner INTEGER NOT NULL,
    handle BLOB CHECK (length(handle) <= 128),
    revision INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER,
    -- last, so that what counts and lists need not read past it
    body BLOB NOT NULL CHECK (length(body) <= 16384)
) STRICT;
CREATE UNIQUE INDEX records_by_id ON records (kind, id);
CREATE UNIQUE INDEX records_by_handle ON records (kind, handle) WHERE handle IS NOT NULL;
CREATE INDEX records_of_kind ON records (kind);
CREATE INDEX records_of_account ON records (kind, account);
CREATE INDEX records_of_owner ON records (kind, owner);
CREATE INDEX records_by_expiry ON records (expires_at) WHERE expires_at IS NOT NULL;

-- the person a key belongs to
ALTER TABLE keys ADD COLUMN member INTEGER;
CREATE INDEX keys_of_member ON keys (account, member) WHERE member IS NOT NULL;

-- the person a token was shown to
ALTER TABLE tokens ADD COLUMN made_by INTEGER;
-- which key a key took over from, which takes over from it, and when it is over by then
ALTER TABLE keys ADD COLUMN predecessor INTEGER;
ALTER TABLE keys ADD COLUMN successor INTEGER;
ALTER TABLE keys ADD COLUMN retires_at INTEGER;
CREATE INDEX keys_retiring ON keys (account) WHERE retires_at IS NOT NULL AND state <> 5;
-- which program a key is for
ALTER TABLE keys ADD COLUMN application TEXT NOT NULL DEFAULT '';

-- how often the store was rolled back; a key whose own number is lower is held until it is readmitted
ALTER TABLE meta ADD COLUMN incarnation INTEGER NOT NULL DEFAULT 0;
ALTER TABLE keys ADD COLUMN incarnation INTEGER NOT NULL DEFAULT 0;
-- in which epoch and when that was last; the former is 0 if it never was
ALTER TABLE meta ADD COLUMN held_epoch INTEGER NOT NULL DEFAULT 0;
ALTER TABLE meta ADD COLUMN held_at INTEGER NOT NULL DEFAULT 0;

-- what the store is called to a witness. An older file is called after its first account, so that every copy of it is
-- called the same; a new one at random (60 bits)
ALTER TABLE meta ADD COLUMN store INTEGER NOT NULL DEFAULT 0;
UPDATE meta SET store = coalesce((SELECT id FROM accounts ORDER BY slot LIMIT 1), random() & 0x0fffffffffffffff);
";
