//! What an account wants is shown.

use super::super::people::parsed;
use super::super::read::read;
use super::super::{Caller, ManageError, Operation, guarded};
use super::Recipient;
use crate::authority::Authority;
use claviger_core::entry::Target;
use claviger_core::id::AccountId;
use claviger_core::key::RotationPolicy;
use claviger_core::key::age::MaxAge;
use claviger_core::store::RecordKind;

/// What the account wants, as rotations need it.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    pub(crate) max_age: MaxAge,
    pub(crate) recipient: Option<Recipient>,
}

/// Shows what the account wants of rotations.
///
/// # Errors
/// [`ManageError`].
pub async fn show(authority: &Authority, caller: &Caller) -> Result<RotationPolicy, ManageError> {
    let work = policy(authority, caller.account);
    guarded(authority, caller, Operation::RotationPolicyShow, Target::Account, work).await
}

pub(super) async fn policy(authority: &Authority, account: AccountId) -> Result<RotationPolicy, ManageError> {
    let found = read(authority, move |store| {
        let record = store.record(RecordKind::RotationPolicy, account.as_u64())?;
        record.as_ref().map(parsed::<RotationPolicy>).transpose()
    });
    Ok(found.await?.unwrap_or_else(|| RotationPolicy::unsaid(account, authority.now())))
}

/// What an account wants.
pub(crate) async fn of_account(authority: &Authority, account: AccountId) -> Result<Wanted, ManageError> {
    let RotationPolicy { max_age, recipient, .. } = policy(authority, account).await?;
    let recipient = recipient.as_deref().map(str::parse).transpose().map_err(|error| {
        tracing::error!(%error, %account, "the recipient on record cannot be read");
        ManageError::Internal
    })?;
    Ok(Wanted { max_age, recipient })
}
