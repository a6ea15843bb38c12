//! The tables of version 1, where every file begins. They are released: what is new is a step (`steps`).

/// Makes them in an empty file.
pub(super) const TABLES: &str = "
CREATE TABLE meta (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    data_key_generation INTEGER NOT NULL,
    -- the sequence from which nonces and open claims are replayed at start
    replay_from INTEGER NOT NULL
) STRICT;
INSERT INTO meta VALUES (1, 0, 0);

CREATE TABLE lanes (
    log INTEGER PRIMARY KEY,
    epoch INTEGER NOT NULL,
    next_sequence INTEGER NOT NULL,
    latest INTEGER NOT NULL,
    next_journal INTEGER NOT NULL
) STRICT;

CREATE TABLE groups (
    first_sequence INTEGER PRIMARY KEY,
    count INTEGER NOT NULL CHECK (count > 0),
    epoch INTEGER NOT NULL,
    earliest INTEGER NOT NULL,
    latest INTEGER NOT NULL,
    -- per entry the slot of its key (0 if none), 4 bytes, little-endian
    slots BLOB NOT NULL,
    -- the entries as claviger-audit packs them
    entries BLOB NOT NULL
) STRICT;

CREATE TABLE segments (
    segment INTEGER PRIMARY KEY,
    first_sequence INTEGER NOT NULL,
    last_sequence INTEGER NOT NULL
) STRICT;
CREATE TABLE segment_chunks (
    segment INTEGER NOT NULL,
    first_subject INTEGER NOT NULL,
    postings BLOB NOT NULL,
    PRIMARY KEY (segment, first_subject)
) STRICT, WITHOUT ROWID;

CREATE TABLE accounts (
    slot INTEGER PRIMARY KEY,
    id INTEGER NOT NULL UNIQUE,
    name TEXT NOT NULL,
    folded TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    live_keys INTEGER NOT NULL DEFAULT 0 CHECK (live_keys >= 0),
    live_tokens INTEGER NOT NULL DEFAULT 0 CHECK (live_tokens >= 0)
) STRICT;

CREATE TABLE keys (
    slot INTEGER PRIMARY KEY,
    id INTEGER NOT NULL UNIQUE,
    account INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    nonce_window INTEGER NOT NULL,
    state INTEGER NOT NULL CHECK (state BETWEEN 1 AND 5),
    kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 2),
    permissions INTEGER NOT NULL,
    api_key BLOB NOT NULL CHECK (length(api_key) = 32),
    -- 64 bits of it: an index a third of the size, and random keys do not collide in it
    api_key_hash INTEGER NOT NULL UNIQUE,
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    holder TEXT NOT NULL,
    description TEXT NOT NULL,
    allowlist TEXT NOT NULL,
    not_before INTEGER,
    expires_at INTEGER,
    query_from INTEGER,
    query_to INTEGER,
    factor_kind INTEGER CHECK (factor_kind BETWEEN 1 AND 2),
    created_at INTEGER NOT NULL,
    modified_at INTEGER NOT NULL,
    revoked_at INTEGER,
    secret BLOB,
    second_factor BLOB
) STRICT;
CREATE INDEX keys_of_account ON keys (account);
CREATE UNIQUE INDEX keys_live_name ON keys (account, folded) WHERE state <> 5;
CREATE INDEX keys_with_window ON keys (slot, nonce_window) WHERE nonce_window <> 0;

CREATE TABLE tokens (
    slot INTEGER PRIMARY KEY,
    id INTEGER NOT NULL UNIQUE,
    account INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    role INTEGER NOT NULL CHECK (role BETWEEN 1 AND 5),
    digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER,
    revoked_at INTEGER
) STRICT;
CREATE INDEX tokens_of_account ON tokens (account);
CREATE UNIQUE INDEX tokens_live_name ON tokens (account, folded) WHERE revoked_at IS NULL;

CREATE TABLE nonce_pages (page INTEGER PRIMARY KEY, cells BLOB NOT NULL) STRICT;
CREATE TABLE nonce_sets (slot INTEGER PRIMARY KEY, accepted BLOB NOT NULL) STRICT;
CREATE TABLE open_claims (sequence INTEGER PRIMARY KEY, entry BLOB NOT NULL) STRICT;

CREATE TABLE data_keys (id INTEGER PRIMARY KEY, wrapped BLOB NOT NULL) STRICT;
CREATE TABLE journal (number INTEGER PRIMARY KEY, record BLOB NOT NULL) STRICT;
CREATE TABLE journal_snapshot (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    below INTEGER NOT NULL,
    snapshot BLOB NOT NULL
) STRICT;
";
