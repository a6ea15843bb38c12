//! Whom a private key is encrypted to, so that nobody on the way can read it.

use super::super::ManageError;
use crate::secrets::OsEntropy;
use claviger_core::credential::PrivateKey;
use claviger_core::key::KeyRecord;
use claviger_seal::age::{self, AgeError, RecipientError};
use std::fmt;
use std::str::FromStr;
use zeroize::Zeroizing;

/// An age recipient of the kind X25519, `age1…`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient(age::Recipient);

impl FromStr for Recipient {
    type Err = RecipientError;
    fn from_str(text: &str) -> Result<Self, RecipientError> {
        text.parse().map(Recipient)
    }
}

impl fmt::Display for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Recipient {
    /// Both halves of a key as an environment file, the same as the console hands out, in an age file in text form.
    pub(in super::super) fn encrypt(
        &self,
        key: &KeyRecord,
        private: &PrivateKey,
    ) -> Result<String, ManageError> {
        let revealed = private.reveal();
        // Room from the start: growing would leave the secret behind in the old buffer.
        let mut text = Zeroizing::new(String::with_capacity(256));
        text.push_str("KRAKEN_API_KEY=");
        text.push_str(&key.api_key.to_string());
        text.push_str("\nKRAKEN_PRIVATE_KEY=");
        text.push_str(&revealed);
        text.push('\n');
        age::encrypt_to(&self.0, text.as_bytes(), &mut OsEntropy).map_err(|error: AgeError| {
            tracing::error!(%error, "a private key was not encrypted to its recipient");
            ManageError::Internal
        })
    }
}
