//! The inbox: what happened that somebody should know.

pub(super) mod list;
pub(super) mod mark_read;
