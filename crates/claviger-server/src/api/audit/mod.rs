//! Acts of management.

pub(super) mod list;
