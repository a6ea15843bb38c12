//! What stands around every use case: the role is checked first, and a refusal leaves evidence.

use super::{Caller, ManageError, Operation, entry};
use crate::authority::Authority;
use claviger_core::entry::Target;
use claviger_core::reason::Reason;
use claviger_core::store::{Item, Settled};

/// Checks the role alone, for a shell that wants to refuse before it reads a body. A refusal
/// leaves its entry.
///
/// # Errors
/// [`ManageError::Forbidden`]; [`ManageError::Unavailable`] if the entry could not be written.
pub async fn admit(authority: &Authority, caller: &Caller, operation: Operation) -> Result<(), ManageError> {
    guarded(authority, caller, operation, Target::Account, async { Ok(()) }).await
}

/// Does the work if the caller may do the operation. A refusal, by role or by the work, leaves
/// exactly one entry, durable before it is answered.
///
/// # Errors
/// Those of the work; [`ManageError::Forbidden`]; [`ManageError::Unavailable`] if the entry of a
/// refusal could not be written.
pub async fn guarded<T>(
    authority: &Authority,
    caller: &Caller,
    operation: Operation,
    target: Target,
    work: impl Future<Output = Result<T, ManageError>>,
) -> Result<T, ManageError> {
    let result = match caller.require(operation) {
        Ok(()) => work.await,
        Err(error) => Err(error),
    };
    match result {
        Err(error) if error.is_refusal() => {
            let words = error.to_string();
            note(authority, caller, operation, known(target, &error), reason(&error), &words).await?;
            Err(error)
        }
        other => other,
    }
}

/// Writes the entry of a request that was refused before it came to a use case: malformed, too
/// large, refused by the upstream. `words` must hold nothing of the request's values.
///
/// # Errors
/// [`ManageError::Unavailable`].
pub async fn refuse(
    authority: &Authority,
    caller: &Caller,
    operation: Operation,
    words: &str,
) -> Result<(), ManageError> {
    note(authority, caller, operation, Target::Account, Reason::InvalidArguments, words).await
}

async fn note(
    authority: &Authority,
    caller: &Caller,
    operation: Operation,
    target: Target,
    reason: Reason,
    words: &str,
) -> Result<(), ManageError> {
    let draft = entry::refused(caller, target, reason, &format!("{operation}: {words}"));
    // Refusals take the room of calls: nobody can fill with them what is reserved for a revoke.
    match authority.lane().submit_call(Item::Note(draft), std::time::Instant::now()).await {
        Ok((Settled::Written(_), _)) => Ok(()),
        _ => Err(ManageError::Unavailable),
    }
}

const fn reason(error: &ManageError) -> Reason {
    match error {
        ManageError::Forbidden { .. } | ManageError::AboveOwnRole { .. } => Reason::PermissionMissing,
        _ => Reason::InvalidArguments,
    }
}

/// The target, unless nobody has looked yet whether it is in the account.
fn known(target: Target, error: &ManageError) -> Target {
    match error {
        ManageError::Forbidden { .. } | ManageError::NotFound(_) => Target::Account,
        _ => target,
    }
}
