//! The person's passkeys.

use super::super::super::sessions::Signed;
use super::super::super::{ManageError, Operation, guarded};
use super::of;
use crate::authority::Authority;
use claviger_core::entry::Target;
use claviger_core::people::Passkey;

/// The person's passkeys, in the order in which they were added.
///
/// # Errors
/// [`ManageError`].
pub async fn list(authority: &Authority, signed: &Signed) -> Result<Vec<Passkey>, ManageError> {
    let work = of(authority, signed.user.id);
    guarded(authority, &signed.caller, Operation::PasskeyList, Target::Account, work).await
}
