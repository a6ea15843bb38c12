//! A person's passkeys.

use super::super::ManageError;
use super::super::sessions::{NewSession, Origin, Signed};
use super::{FactorError, RecoveryCodes};
use crate::authority::Authority;
use claviger_core::id::{PasskeyId, UserId};
use claviger_core::people::Passkey;
use claviger_core::store::RecordWrite;
use claviger_core::text::Name;

/// What the passkeys of a person are asked.
pub(in super::super) struct Question {
    /// What they are to sign.
    pub(in super::super) challenge: Vec<u8>,
    /// Which of them may, with their revisions.
    pub(in super::super) passkeys: Vec<(PasskeyId, u64)>,
    /// JSON of the `PublicKeyCredentialRequestOptions`.
    pub(in super::super) options: String,
}

/// Asks the passkeys of a person; none if there are none that work at this origin.
pub(in super::super) async fn ask(
    _authority: &Authority,
    _user: UserId,
    _origin: &Origin,
) -> Result<Option<Question>, ManageError> {
    Ok(None)
}

/// Judges an answer: the passkey used, with the write that uses it up, which is made from exactly the
/// revision in `asked`; none if the answer is wrong.
pub(in super::super) async fn answer(
    _authority: &Authority,
    _user: UserId,
    (_challenge, _asked): (&[u8], &[(PasskeyId, u64)]),
    _credential: &str,
    _origin: &Origin,
) -> Result<Option<(PasskeyId, RecordWrite)>, ManageError> {
    Ok(None)
}

/// Begins to add a passkey: the ticket, and JSON of the `PublicKeyCredentialCreationOptions`.
///
/// # Errors
/// [`ManageError`].
pub async fn begin(
    _authority: &Authority,
    _signed: &Signed,
    _origin: &Origin,
) -> Result<(String, String), ManageError> {
    Err(ManageError::Internal)
}

/// Puts a passkey on record. The first second factor comes with recovery codes, to be shown once.
///
/// # Errors
/// [`FactorError`].
pub async fn add(
    _authority: &Authority,
    _signed: &Signed,
    _origin: &Origin,
    _ticket: &str,
    _credential: &str,
    _name: Name,
) -> Result<(NewSession, Option<RecoveryCodes>), FactorError> {
    Err(FactorError::Stale)
}

/// The person's passkeys, in the order in which they were added.
///
/// # Errors
/// [`ManageError`].
pub async fn list(_authority: &Authority, _signed: &Signed) -> Result<Vec<Passkey>, ManageError> {
    Ok(Vec::new())
}

/// Gives a passkey another name.
///
/// # Errors
/// [`ManageError`].
pub async fn rename(
    _authority: &Authority,
    _signed: &Signed,
    _id: PasskeyId,
    _name: Name,
) -> Result<(), ManageError> {
    Err(ManageError::Internal)
}

/// Takes a passkey off.
///
/// # Errors
/// [`FactorError`]; [`FactorError::LastFactor`] if the password could not stand alone.
pub async fn remove(
    _authority: &Authority,
    _signed: &Signed,
    _id: PasskeyId,
) -> Result<NewSession, FactorError> {
    Err(FactorError::Stale)
}
