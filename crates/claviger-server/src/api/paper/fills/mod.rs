//! Fills of the account's orders.

pub(in super::super) mod list;
