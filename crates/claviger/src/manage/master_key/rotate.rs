//! The data keys are wrapped by a new master key.

use super::super::read::read;
use super::super::{Caller, ManageError, Operation, Thing, entry, guarded};
use crate::authority::Authority;
use crate::change::ChangeError;
use crate::secrets::OsEntropy;
use claviger_core::action::Action;
use claviger_core::entry::Target;
use claviger_core::store::Change;
use claviger_seal::{Keyring, MasterKey, MasterKeyId, WrappedDataKey};

/// What a rotation did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RotatedMasterKey {
    /// The name of the new master key; gives nothing away.
    pub id: MasterKeyId,
    /// How many data keys were wrapped anew.
    pub data_keys: usize,
}

/// Wraps the store's data keys by `new`. Those wrapped by `new` already are wrapped again, so an
/// interrupted rotation is simply repeated. When this answers `Ok`, the old key is not needed any
/// more; after [`ManageError::Unavailable`] it must be kept, since nobody knows.
///
/// # Errors
/// [`ManageError::Changed`] if somebody else rotated at the same time; [`ManageError::Internal`]
/// if neither key opens the store.
pub async fn rotate(
    authority: &Authority,
    caller: &Caller,
    old: &MasterKey,
    new: &MasterKey,
) -> Result<RotatedMasterKey, ManageError> {
    let work = async {
        let stored = read(authority, |store| store.data_keys()).await?;
        let wrapped: Result<Vec<_>, _> =
            stored.keys.iter().map(|(_, bytes)| WrappedDataKey::from_bytes(bytes)).collect();
        let wrapped = Keyring::rewrap(&wrapped?, old, new, &mut OsEntropy)?;
        let words = format!("{} data keys: master key {} → {}", wrapped.len(), old.id(), new.id());
        let entry = entry::act(caller, Action::MasterRotate, Target::Account, 0, &words);
        let rotated = RotatedMasterKey { id: new.id(), data_keys: wrapped.len() };
        let wrapped = wrapped.iter().map(|one| (one.id().0, one.to_bytes())).collect();
        let change = Change::DataKeys { wrapped, from: stored.generation };
        let written = authority.commit_change(caller.mutation(change, entry, &rotated)).await;
        written.map_err(conflict)?;
        Ok(rotated)
    };
    guarded(authority, caller, Operation::MasterKeyRotate, Target::Account, work).await
}

pub(super) const fn conflict(error: ChangeError) -> ManageError {
    ManageError::from_change(error, Thing::Account)
}
