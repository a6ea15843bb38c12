//! The signature of a call (KRAKEN-WIRE.md §1.2 and §1.4):
//! `HMAC-SHA-512(secret, path ‖ SHA-256(nonce_text ‖ raw_body))`.
//!
//! Both styles sign the same bytes; they differ in where the nonce stands, in the body or in a
//! header. The inner digest has a fixed length at the end of the message, so equal messages have
//! equal paths, and the styles have no path in common: a signature of one never is one of the other.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256, Sha512};
use subtle::ConstantTimeEq as _;

/// Bytes of a signature (88 characters of base64).
pub const SIGNATURE_BYTES: usize = 64;

/// The bytes of a call that are signed, exactly as they came over the wire.
#[derive(Debug, Clone, Copy)]
pub struct SignedBytes<'a> {
    /// The path of the request, as received, with its query string if it had one.
    pub path: &'a [u8],
    /// The digits of the nonce as they stand in the body (without quotes) or in the header.
    pub nonce_text: &'a [u8],
    /// The body, untouched.
    pub body: &'a [u8],
}

impl SignedBytes<'_> {
    /// `SHA-256(nonce_text ‖ body)`: the inner digest, also kept as the digest of the request.
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        Sha256::new().chain_update(self.nonce_text).chain_update(self.body).finalize().into()
    }
}

/// A secret made ready to sign: what depends on it alone, half of the work of a signature, is done.
/// As secret as the secret itself: wiped on drop, without `Debug` or comparison.
pub struct Signer(Hmac<Sha512>);

impl Signer {
    /// Makes a secret ready. `None` never comes: HMAC takes a secret of any length.
    #[must_use]
    pub fn new(secret: &[u8]) -> Option<Self> {
        Hmac::new_from_slice(secret).ok().map(Signer)
    }

    /// The signature of `path ‖ digest`.
    #[must_use]
    pub fn sign(&self, path: &[u8], digest: &[u8; 32]) -> [u8; SIGNATURE_BYTES] {
        self.0.clone().chain_update(path).chain_update(digest).finalize().into_bytes().into()
    }

    /// Whether `given` is the signature of `path ‖ digest`; compares in constant time.
    #[must_use]
    pub fn verify(&self, path: &[u8], digest: &[u8; 32], given: &[u8; SIGNATURE_BYTES]) -> bool {
        same(&self.sign(path, digest), given)
    }
}

/// The signature of `path ‖ digest` under `secret`.
#[must_use]
pub fn sign(secret: &[u8], path: &[u8], digest: &[u8; 32]) -> [u8; SIGNATURE_BYTES] {
    // Without a signer, which cannot happen, zeros verify nothing: whoever signed would have needed
    // the same impossible failure.
    Signer::new(secret).map_or([0u8; SIGNATURE_BYTES], |signer| signer.sign(path, digest))
}

/// Whether `given` is the signature of the call under `secret`; compares in constant time.
#[must_use]
pub fn verify(secret: &[u8], path: &[u8], digest: &[u8; 32], given: &[u8; SIGNATURE_BYTES]) -> bool {
    same(&sign(secret, path, digest), given)
}

/// Whether two signatures are the same, in a time that does not depend on where they differ.
#[must_use]
pub fn same(one: &[u8; SIGNATURE_BYTES], other: &[u8; SIGNATURE_BYTES]) -> bool {
    one.ct_eq(other).into()
}
