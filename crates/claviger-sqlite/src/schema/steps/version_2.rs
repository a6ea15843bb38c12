//! Version 2. Not released yet: everything this release adds to the tables belongs here. Once it
//! was released it is never changed again.

pub(super) const STEP: &str = "
-- which migrations this file went through, and the sequence of the entry that says so
CREATE TABLE migrations (
    to_version INTEGER PRIMARY KEY,
    from_version INTEGER NOT NULL,
    entry INTEGER
) STRICT;
";
