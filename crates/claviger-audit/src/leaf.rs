//! The leaf hash of an entry (RFC 6962 §2.1).

use sha2::{Digest as _, Sha256};
use std::fmt;

/// The hash of one leaf.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LeafHash(pub [u8; 32]);

/// `SHA-256(0x00 ‖ bytes)`: the zero keeps a leaf from passing for a node.
#[must_use]
pub fn leaf_hash(bytes: &[u8]) -> LeafHash {
    LeafHash(Sha256::new().chain_update([0]).chain_update(bytes).finalize().into())
}

/// Lower-case hex.
impl fmt::Display for LeafHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for LeafHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LeafHash({self})")
    }
}
