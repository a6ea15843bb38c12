//! (see the crate's own page)
