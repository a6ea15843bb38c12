//! A link is used: somebody becomes a member.

use super::super::ManageError;
use super::super::sessions::{NewSession, Place, Signed};
use crate::authority::Authority;
use claviger_core::people::Login;
use claviger_core::text::Name;
use claviger_seal::password::Judgement;
use zeroize::Zeroizing;

/// Whoever comes with a link, as they introduce themselves. Has no `Debug`.
pub struct Newcomer {
    /// What to sign in as.
    pub login: Login,
    /// What to be called.
    pub name: Name,
    /// The password.
    pub password: Zeroizing<String>,
}

/// Why a link let nobody in. No variant holds a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AcceptError {
    /// Unknown, malformed, used, taken back or expired: nobody is told which.
    #[error("this link does not work: it was used, taken back, has expired, or was not copied whole")]
    Gone,
    /// Somebody has the login.
    #[error("the login is in use; choose another one")]
    LoginTaken,
    /// The person is a member of this account.
    #[error("you are a member of this account already")]
    MemberAlready,
    /// The password is not good enough.
    #[error("{}", .0.words)]
    Weak(Judgement),
    /// A second factor is wanted, and none was given.
    #[error("a code of the second factor is wanted")]
    FactorWanted,
    /// The code is wrong.
    #[error("this code is not right; check what you typed and try again")]
    WrongFactor,
    /// Too many tries from there.
    #[error("too many tries; wait {wait_secs} seconds")]
    Throttled {
        /// How long to wait, in seconds.
        wait_secs: u32,
    },
    /// As of any other request.
    #[error(transparent)]
    Manage(#[from] ManageError),
}

/// Makes whoever has the link a member, and signs them in: person, place and session come about and the
/// link goes, in one transaction. For invitations and the first owner's link.
///
/// # Errors
/// [`AcceptError`].
pub async fn accept(
    _authority: &Authority,
    _token: &str,
    _newcomer: Newcomer,
    _place: &Place,
) -> Result<NewSession, AcceptError> {
    Err(AcceptError::Gone)
}

/// Makes somebody who is signed in a member of the account that the link leads into; from then on the
/// session looks at it.
///
/// # Errors
/// [`AcceptError`].
pub async fn accept_as(
    _authority: &Authority,
    _token: &str,
    _signed: &Signed,
) -> Result<NewSession, AcceptError> {
    Err(AcceptError::Gone)
}
