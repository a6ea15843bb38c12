//! The reasons there are.

pub(super) mod list;
