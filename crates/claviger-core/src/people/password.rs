//! A password as it is kept.

use std::fmt;

/// Most bytes of a hash with its parameters.
pub const MAX_HASH_BYTES: usize = 256;

/// A password's slow hash with its parameters, in the PHC string format
/// (`$argon2id$v=19$m=…,t=…,p=…$salt$hash`). Never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(Box<str>);

/// Not a hash of a kind that is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a hash of a password in the PHC string format by Argon2id")]
pub struct PasswordHashError;

impl PasswordHash {
    /// From a PHC string made by Argon2id.
    ///
    /// # Errors
    /// [`PasswordHashError`] if it is one of another kind, or none.
    pub fn from_phc(text: &str) -> Result<Self, PasswordHashError> {
        let plain = text.len() <= MAX_HASH_BYTES && text.bytes().all(|byte| byte.is_ascii_graphic());
        if plain && text.starts_with("$argon2id$") {
            return Ok(PasswordHash(text.into()));
        }
        Err(PasswordHashError)
    }

    /// The PHC string, for verifying and storing only.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash")
    }
}
