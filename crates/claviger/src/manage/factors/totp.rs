//! A person's time-based code.

use super::super::ManageError;
use super::super::sessions::{NewSession, Signed};
use super::{FactorError, RecoveryCodes};
use crate::authority::Authority;
use zeroize::Zeroizing;

/// A time-based code that is being set up: nothing is on record yet. Has no `Debug`.
pub struct TotpSetup {
    /// To be given back with a first code.
    pub ticket: String,
    /// The secret in base32, for typing.
    pub secret_base32: Zeroizing<String>,
    /// `otpauth://` URI, for a QR code.
    pub uri: Zeroizing<String>,
}

/// Makes a secret for the person's device.
///
/// # Errors
/// [`ManageError`].
pub async fn begin(_authority: &Authority, _signed: &Signed) -> Result<TotpSetup, ManageError> {
    Err(ManageError::Internal)
}

/// Puts the secret on record, once the device has shown that it has it. The first second factor comes with
/// recovery codes, to be shown once.
///
/// # Errors
/// [`FactorError`].
pub async fn confirm(
    _authority: &Authority,
    _signed: &Signed,
    _ticket: &str,
    _code: &str,
) -> Result<(NewSession, Option<RecoveryCodes>), FactorError> {
    Err(FactorError::Stale)
}

/// Takes the time-based code off.
///
/// # Errors
/// [`FactorError`]; [`FactorError::LastFactor`] if the password could not stand alone.
pub async fn remove(_authority: &Authority, _signed: &Signed) -> Result<NewSession, FactorError> {
    Err(FactorError::Stale)
}
