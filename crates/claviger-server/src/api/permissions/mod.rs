//! The permissions there are.

pub(super) mod list;
