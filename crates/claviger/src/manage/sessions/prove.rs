//! The second step of signing in: a factor.

use super::{NewSession, Origin, Place, SignInError};
use crate::authority::Authority;
use zeroize::Zeroizing;

/// A factor is asked for. Has no `Debug`.
pub struct FactorWanted {
    /// To be given back with the answer.
    pub ticket: String,
    /// Whether a time-based code is taken.
    pub totp: bool,
    /// Whether a recovery code is taken.
    pub recovery: bool,
    /// Whether the password is taken: only where there is no second factor.
    pub password: bool,
    /// JSON of the `PublicKeyCredentialRequestOptions`, if a passkey is taken.
    pub passkeys: Option<String>,
}

/// What somebody proves who they are with. Has no `Debug`.
pub enum Given {
    /// The password; taken only where there is no second factor.
    Password(Zeroizing<String>),
    /// A time-based code.
    Totp(String),
    /// A recovery code.
    Recovery(String),
    /// JSON of the credential that the browser gave.
    Passkey(String),
}

/// Signs somebody in whose password was right.
///
/// # Errors
/// [`SignInError`].
pub async fn prove_sign_in(
    _authority: &Authority,
    _ticket: &str,
    _given: Given,
    _origin: &Origin,
    _place: &Place,
) -> Result<NewSession, SignInError> {
    Err(SignInError::Internal)
}
