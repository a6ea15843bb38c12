//! Recovery codes: each gets a person in once without the device they lost.

use super::super::ManageError;
use super::super::sessions::Signed;
use crate::authority::Authority;
use zeroize::Zeroizing;

/// How many there are.
pub const CODES: usize = 10;

/// Fresh recovery codes, to be shown once. Has no `Debug`.
pub struct RecoveryCodes {
    /// The codes.
    pub codes: Vec<Zeroizing<String>>,
}

/// Makes new recovery codes; those there were are worth nothing any more.
///
/// # Errors
/// [`ManageError`].
pub async fn renew(_authority: &Authority, _signed: &Signed) -> Result<RecoveryCodes, ManageError> {
    Err(ManageError::Internal)
}
