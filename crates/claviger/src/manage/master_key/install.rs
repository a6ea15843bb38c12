//! The data keys of a new store are put on record.

use super::super::{Caller, ManageError, entry};
use crate::authority::Authority;
use crate::secrets::OsEntropy;
use claviger_core::action::Action;
use claviger_core::entry::Target;
use claviger_core::id::AccountId;
use claviger_core::store::{Change, Mutation};
use claviger_seal::MasterKey;

/// Writes the data keys the authority was started with, wrapped by `master`, to a store that has
/// none. Nothing may be sealed before this answered `Ok`, so it comes before
/// [`bootstrap`](super::super::bootstrap).
///
/// # Errors
/// [`ManageError::Changed`] if the store has data keys; [`ManageError::Unavailable`].
pub async fn install(authority: &Authority, master: &MasterKey) -> Result<(), ManageError> {
    let wrapped = authority.secrets().keyring().wrap(master, &mut OsEntropy)?;
    let caller = Caller::system(AccountId::from_u64(0));
    let words = format!("{} data keys wrapped by master key {}", wrapped.len(), master.id());
    let entry = entry::act(&caller, Action::MasterRotate, Target::Account, 0, &words);
    let wrapped = wrapped.iter().map(|one| (one.id().0, one.to_bytes())).collect();
    let change = Change::DataKeys { wrapped, from: 0 };
    let written = authority.commit_change(Mutation::new(change, entry)).await;
    written.map_err(super::rotate::conflict)?;
    Ok(())
}
