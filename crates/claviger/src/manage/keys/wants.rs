//! What an account wants of its keys, as far as every look at them is judged by it.

use super::super::reviews::policy_of as review_policy;
use super::super::rotation_policy::policy_of as rotation_policy;
use claviger_core::id::AccountId;
use claviger_core::key::age::MaxAge;
use claviger_core::store::{Store, StoreError};
use claviger_core::time::Timestamp;

/// What it wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wants {
    /// How old they may grow.
    pub(super) max_age: MaxAge,
    /// After how many days without an accepted call they are dormant.
    pub(super) dormant_days: u32,
}

/// What is on record of that.
pub(super) fn wants_of(store: &dyn Store, account: AccountId, now: Timestamp) -> Result<Wants, StoreError> {
    let max_age = rotation_policy(store, account, now)?.max_age;
    Ok(Wants { max_age, dormant_days: review_policy(store, account)?.dormant_days })
}
