//! The secret half: signs calls, shown once.

use super::format::{CHECKSUM, CredentialError, PREFIX, decode, encode};
use crate::entropy::{Entropy, EntropyError};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::{Zeroize as _, ZeroizeOnDrop, Zeroizing};

const BYTES: usize = 64;
const RANDOM: usize = BYTES - PREFIX - CHECKSUM;

/// A private key: 88 characters beginning with `ClavSec1`, 64 bytes which, all of them, are the
/// HMAC key. Wiped on drop; has no `Debug`, `Display`, `Clone` or comparison. The bytes are on the
/// heap: a value that moves about leaves no copies behind.
pub struct PrivateKey(Box<[u8; BYTES]>);

impl Drop for PrivateKey {
    fn drop(&mut self) {
        self.0.as_mut_slice().zeroize();
    }
}

impl ZeroizeOnDrop for PrivateKey {}

impl PrivateKey {
    /// The eight characters every private key begins with.
    pub const PREFIX: &'static str = "ClavSec1";
    /// Characters of the text.
    pub const CHARS: usize = 88;

    /// A new one, with 54 random bytes.
    ///
    /// # Errors
    /// As [`Entropy::fill`].
    pub fn random(entropy: &mut dyn Entropy) -> Result<Self, EntropyError> {
        let mut random = Zeroizing::new([0u8; RANDOM]);
        entropy.fill(random.as_mut_slice())?;
        let raw = Zeroizing::new(encode(Self::PREFIX, random.as_slice()));
        Ok(PrivateKey::from_bytes(&raw))
    }

    /// Parses the text a person pasted.
    ///
    /// # Errors
    /// [`CredentialError`], which never holds the text.
    pub fn parse(text: &[u8]) -> Result<Self, CredentialError> {
        let raw = Zeroizing::new(decode(text, Self::PREFIX, Self::CHARS)?);
        Ok(PrivateKey::from_bytes(&raw))
    }

    /// From the bytes a store had sealed.
    #[must_use]
    pub fn from_bytes(raw: &[u8; BYTES]) -> Self {
        let mut own = Box::new([0; BYTES]);
        own.copy_from_slice(raw);
        PrivateKey(own)
    }

    /// The bytes, for signing and sealing only.
    #[must_use]
    pub fn expose(&self) -> &[u8; BYTES] {
        &self.0
    }

    /// The text, to be shown once.
    #[must_use]
    pub fn reveal(&self) -> Zeroizing<String> {
        Zeroizing::new(STANDARD.encode(self.0.as_slice()))
    }
}
