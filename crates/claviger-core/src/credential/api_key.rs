//! The public half: sent with every call as `API-Key`.

use super::format::{CHECKSUM, CredentialError, PREFIX, decode, encode};
use crate::entropy::{Entropy, EntropyError, draw};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::fmt;

const BYTES: usize = 42;
const RANDOM: usize = BYTES - PREFIX - CHECKSUM;

/// An API key: 56 characters beginning with `ClavKey1`. Kept as its 32 random bytes; prefix and
/// checksum follow from them. Not a secret.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ApiKey([u8; RANDOM]);

impl ApiKey {
    /// The eight characters every API key begins with.
    pub const PREFIX: &'static str = "ClavKey1";
    /// Characters of the text.
    pub const CHARS: usize = 56;

    /// A new one.
    ///
    /// # Errors
    /// As [`Entropy::fill`].
    pub fn random(entropy: &mut dyn Entropy) -> Result<Self, EntropyError> {
        Ok(ApiKey(draw(entropy)?))
    }

    /// Parses the text of a header.
    ///
    /// # Errors
    /// [`CredentialError`]: no look-up is needed to refuse a malformed one.
    pub fn parse(text: &[u8]) -> Result<Self, CredentialError> {
        let raw: [u8; BYTES] = decode(text, Self::PREFIX, Self::CHARS)?;
        let mut random = [0u8; RANDOM];
        for (to, from) in random.iter_mut().zip(raw.iter().skip(PREFIX)) {
            *to = *from;
        }
        Ok(ApiKey(random))
    }

    /// The random bytes, for storing and for look-ups.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; RANDOM] {
        &self.0
    }

    /// From stored random bytes.
    #[must_use]
    pub const fn from_bytes(random: [u8; RANDOM]) -> Self {
        ApiKey(random)
    }
}

impl fmt::Display for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let raw: [u8; BYTES] = encode(Self::PREFIX, &self.0);
        f.write_str(&STANDARD.encode(raw))
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ApiKey({self})")
    }
}
