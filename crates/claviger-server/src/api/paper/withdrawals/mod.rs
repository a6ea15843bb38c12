//! Withdrawals of the account.

pub(in super::super) mod list;
