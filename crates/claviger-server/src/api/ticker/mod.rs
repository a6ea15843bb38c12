//! The markets of the paper exchange at a glance.

pub(super) mod list;
