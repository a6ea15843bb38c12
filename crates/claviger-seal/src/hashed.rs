//! A secret that only needs to be recognised: its SHA-256, compared in constant time.

use sha2::{Digest as _, Sha256};
use std::fmt;
use subtle::ConstantTimeEq as _;

/// The SHA-256 of a secret with so much entropy that no slow hash is needed: an administration token, never a
/// password. Has no `==`.
///
/// ```compile_fail,E0369
/// # use claviger_seal::Hashed;
/// let same = Hashed::of(b"a") == Hashed::of(b"a");
/// ```
#[derive(Clone, Copy)]
pub struct Hashed([u8; 32]);

impl Hashed {
    /// Hashes a secret.
    #[must_use]
    pub fn of(secret: &[u8]) -> Self {
        Self(Sha256::digest(secret).into())
    }

    /// From the bytes a store kept.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes for a store to keep.
    #[must_use]
    pub const fn to_bytes(self) -> [u8; 32] {
        self.0
    }

    /// Whether both are of the same secret, in constant time.
    #[must_use]
    pub fn ct_eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl fmt::Debug for Hashed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hashed(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::Hashed;

    #[test]
    fn is_sha_256() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        let hex: String = Hashed::of(b"").to_bytes().iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(hex, empty);
    }

    #[test]
    fn recognises_its_secret_and_no_other() {
        let kept = Hashed::from_bytes(Hashed::of(b"secret").to_bytes());
        assert!(kept.ct_eq(&Hashed::of(b"secret")));
        for bit in 0..256 {
            let mut other = kept.to_bytes();
            other[bit / 8] ^= 1 << (bit % 8);
            assert!(!kept.ct_eq(&Hashed::from_bytes(other)), "bit {bit}");
        }
        assert_eq!(format!("{kept:?}"), "Hashed(..)");
    }
}
