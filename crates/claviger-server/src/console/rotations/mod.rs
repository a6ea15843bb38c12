//! Keys by when they are to be rotated, and how old the account wants them to grow.

pub(super) mod list;
pub(super) mod policy;
