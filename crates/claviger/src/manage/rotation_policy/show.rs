//! What an account wants is shown.

use super::super::people::parsed;
use super::super::read::read;
use super::super::{Caller, ManageError, Operation, guarded};
use super::Recipient;
use crate::authority::Authority;
use claviger_core::entry::Target;
use claviger_core::id::AccountId;
use claviger_core::key::RotationPolicy;
use claviger_core::store::{RecordKind, Store, StoreError};
use claviger_core::time::Timestamp;

/// Shows what the account wants of rotations.
///
/// # Errors
/// [`ManageError`].
pub async fn show(authority: &Authority, caller: &Caller) -> Result<RotationPolicy, ManageError> {
    let work = policy(authority, caller.account);
    guarded(authority, caller, Operation::RotationPolicyShow, Target::Account, work).await
}

pub(super) async fn policy(authority: &Authority, account: AccountId) -> Result<RotationPolicy, ManageError> {
    let now = authority.now();
    read(authority, move |store| policy_of(store, account, now)).await
}

/// What is on record of an account, or what holds as long as it said nothing.
pub(crate) fn policy_of(
    store: &dyn Store,
    account: AccountId,
    now: Timestamp,
) -> Result<RotationPolicy, StoreError> {
    let record = store.record(RecordKind::RotationPolicy, account.as_u64())?;
    let told = record.as_ref().map(parsed::<RotationPolicy>).transpose()?;
    Ok(told.unwrap_or_else(|| RotationPolicy::unsaid(account, now)))
}

/// Whom the account wants private keys encrypted to.
pub(in super::super) async fn recipient(
    authority: &Authority,
    account: AccountId,
) -> Result<Option<Recipient>, ManageError> {
    let told = policy(authority, account).await?.recipient;
    told.as_deref().map(str::parse).transpose().map_err(|error| {
        tracing::error!(%error, %account, "the recipient on record cannot be read");
        ManageError::Internal
    })
}
