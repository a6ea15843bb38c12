//! Withdrawals of the account.

pub(in super::super) mod list;

pub(crate) use list::{WithdrawalJson, status};
