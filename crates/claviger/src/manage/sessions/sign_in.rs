//! Signing in with a login and a password.

use super::{FactorWanted, Origin, Place, SessionToken};
use crate::authority::Authority;
use claviger_core::people::{Session, User};

/// A session that was begun, or has another token now. Has no `Debug`.
pub struct NewSession {
    /// What is on record.
    pub session: Session,
    /// The token, for the cookie.
    pub token: SessionToken,
    /// Whose it is.
    pub user: User,
}

/// What a right password leads to. Has no `Debug`.
pub enum SignedIn {
    /// The person is in.
    In(NewSession),
    /// A second factor is wanted.
    FactorWanted(FactorWanted),
}

/// Why nobody got in. Tells nothing of who exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignInError {
    /// Login, password or factor are wrong; nobody is told which.
    #[error("this is not right; check what you typed and try again")]
    Wrong,
    /// Too many tries from there.
    #[error("too many tries; wait {wait_secs} seconds")]
    Throttled {
        /// How long to wait, in seconds.
        wait_secs: u32,
    },
    /// It took too long, was done already, or something changed meanwhile: begin anew.
    #[error("this took too long, or was used before; begin again")]
    Stale,
    /// The store does not answer.
    #[error("the store could not settle this in time; try again")]
    Unavailable,
    /// Randomness, sealing or a stored record failed; the log has more.
    #[error("something inside failed and nothing was changed")]
    Internal,
}

/// Signs somebody in, or asks for the second factor.
///
/// # Errors
/// [`SignInError`].
pub async fn sign_in(
    _authority: &Authority,
    _login: &str,
    _password: &str,
    _origin: &Origin,
    _place: &Place,
) -> Result<SignedIn, SignInError> {
    Err(SignInError::Internal)
}
