//! A member leaves of their own accord. It is a removal by oneself, in the same order of writes, which takes no say over
//! anybody: every session of theirs ends with the first write, the one that asked among them, and their keys are frozen.

use super::super::{Caller, ManageError, Operation, Thing, guarded};
use super::finish::{Done, finish};
use super::remove::{Removed, begin};
use crate::authority::Authority;
use claviger_core::entry::Target;
use claviger_core::store::{RecordKind, Standing};

/// Ends the caller's own place in the account they look at.
///
/// # Errors
/// As of [`remove`](super::remove()); [`ManageError::LastOwner`].
pub async fn leave(authority: &Authority, caller: &Caller) -> Result<Removed, ManageError> {
    let own = match caller.by {
        Some(Standing::Session { member, .. }) => Some(member),
        _ => None,
    };
    let work = async {
        caller.require_proof()?;
        let id = own.ok_or(ManageError::NotFound(Thing::Member))?;
        let begun = begin(authority, caller, id, None).await?;
        let Done { frozen, handed_over, revoked } = finish(authority, caller, begun.member).await?;
        Ok(Removed { keys_frozen: frozen, keys_handed_over: handed_over, tokens_revoked: revoked, ..begun })
    };
    let target = own.map_or(Target::Account, |id| Target::Record(RecordKind::Member, id.as_u64()));
    guarded(authority, caller, Operation::MemberLeave, target, work).await
}
