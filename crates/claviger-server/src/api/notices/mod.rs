//! The inbox.

pub(super) mod list;
