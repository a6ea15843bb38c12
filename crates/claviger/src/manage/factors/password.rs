//! A person's password.

use super::super::sessions::{NewSession, Place, Signed};
use super::FactorError;
use crate::authority::Authority;
use claviger_core::people::{PasswordHash, User};
use claviger_core::time::Timestamp;

/// Changes the password: the old one is the proof. All other sessions end, and this one gets another
/// token.
///
/// # Errors
/// [`FactorError`].
pub async fn change(
    _authority: &Authority,
    _signed: &Signed,
    _old: &str,
    _new: &str,
    _place: &Place,
) -> Result<NewSession, FactorError> {
    Err(FactorError::Stale)
}

/// A password that may be set, hashed. Has no `Debug`.
pub(in super::super) struct NewPassword {
    hash: PasswordHash,
    long: bool,
}

impl NewPassword {
    /// Puts it on the person's record.
    pub(in super::super) fn set(self, user: &mut User, now: Timestamp) {
        user.password = Some(self.hash);
        user.password_long = self.long;
        user.password_changed_at = Some(now);
    }
}

/// Judges and hashes a new password. `known` are words that whoever guesses knows: login, name, the name of the
/// account.
pub(in super::super) async fn accepted(
    _authority: &Authority,
    _password: &str,
    _known: &[&str],
    _with_second_factor: bool,
) -> Result<NewPassword, FactorError> {
    Err(FactorError::Stale)
}
