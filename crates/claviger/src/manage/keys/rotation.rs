//! Both keys of a rotation, with the calls each still gets and from where.

use super::super::read::read;
use super::super::{Caller, ManageError, Operation, guarded};
use super::activity::{KeyActivity, used};
use super::change::own;
use super::retire::old_of;
use crate::authority::Authority;
use claviger_core::entry::Target;
use claviger_core::id::KeyId;
use claviger_core::key::KeyState;
use claviger_core::key::life::LifeError;

/// A rotation.
#[derive(Debug, Clone)]
pub struct Rotation {
    /// The old key.
    pub predecessor: KeyActivity,
    /// The key that takes over from it.
    pub successor: KeyActivity,
    /// Both still work.
    pub is_open: bool,
}

/// Shows the rotation that a key is part of, as either one of the two.
///
/// # Errors
/// [`ManageError`]; [`LifeError::NotReplaced`] if it is part of none.
pub async fn rotation(authority: &Authority, caller: &Caller, id: KeyId) -> Result<Rotation, ManageError> {
    let work = async { Ok(found(authority, caller, id).await?.ok_or(LifeError::NotReplaced)?) };
    guarded(authority, caller, Operation::KeyRotation, Target::Key(id), work).await
}

/// The same, if the key is part of one, for whoever looks at the key.
///
/// # Errors
/// [`ManageError`].
pub async fn find_rotation(
    authority: &Authority,
    caller: &Caller,
    id: KeyId,
) -> Result<Option<Rotation>, ManageError> {
    let work = found(authority, caller, id);
    guarded(authority, caller, Operation::KeyRotation, Target::Key(id), work).await
}

async fn found(authority: &Authority, caller: &Caller, id: KeyId) -> Result<Option<Rotation>, ManageError> {
    let old = own(authority, caller, old_of(authority, caller, id).await?).await?.record;
    let Some(new) = old.successor else { return Ok(None) };
    let new = read(authority, move |store| store.key(new)).await?.map(|row| row.record);
    // The one may have been handed over without the other.
    let Some(new) = new.filter(|new| caller.reaches(new)) else { return Ok(None) };
    let works = old.retires_at.is_some_and(|at| at > authority.now());
    let is_open = works && old.state != KeyState::Revoked && new.state != KeyState::Revoked;
    let (predecessor, successor) = (used(authority, old).await?, used(authority, new).await?);
    Ok(Some(Rotation { predecessor, successor, is_open }))
}
