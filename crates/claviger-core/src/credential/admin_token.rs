//! Administration tokens: for the CLI and automation, hashed at rest.

use super::format::{CHECKSUM, CredentialError, PREFIX, decode, encode};
use crate::entropy::{Entropy, EntropyError};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

const BYTES: usize = 42;
const RANDOM: usize = BYTES - PREFIX - CHECKSUM;

/// An administration token: 56 characters beginning with `ClavAdm1`. Shown once, kept only as
/// the SHA-256 of its bytes (256 bits of randomness need no slow hash).
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct AdminToken([u8; BYTES]);

impl AdminToken {
    /// The eight characters every administration token begins with.
    pub const PREFIX: &'static str = "ClavAdm1";
    /// Characters of the text.
    pub const CHARS: usize = 56;

    /// A new one.
    ///
    /// # Errors
    /// As [`Entropy::fill`].
    pub fn random(entropy: &mut dyn Entropy) -> Result<Self, EntropyError> {
        let mut random = Zeroizing::new([0u8; RANDOM]);
        entropy.fill(random.as_mut_slice())?;
        Ok(AdminToken(encode(Self::PREFIX, random.as_slice())))
    }

    /// Parses the text of an `Authorization` header.
    ///
    /// # Errors
    /// [`CredentialError`], which never holds the text.
    pub fn parse(text: &[u8]) -> Result<Self, CredentialError> {
        decode(text, Self::PREFIX, Self::CHARS).map(AdminToken)
    }

    /// The digest kept at rest and looked up by.
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        Sha256::digest(self.0).into()
    }

    /// The text, to be shown once.
    #[must_use]
    pub fn reveal(&self) -> Zeroizing<String> {
        Zeroizing::new(STANDARD.encode(self.0))
    }
}
