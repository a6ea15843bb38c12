//! What the account has.

pub(in super::super) mod list;
