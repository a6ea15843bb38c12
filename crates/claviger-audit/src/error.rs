//! Why bytes are not an entry.

/// The bytes are not the canonical encoding of an entry. Whatever the bytes are, this is all that
/// happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum DecodeError {
    /// They end too early.
    #[error("the entry is cut short")]
    Truncated,
    /// Something follows the entry.
    #[error("something follows the entry")]
    Trailing,
    /// A version this release does not know; perhaps a newer one wrote it.
    #[error("the entry has version {0}, which this release does not know")]
    Version(u8),
    /// A flag or kind no version has.
    #[error("the entry has unknown flags")]
    Flags,
    /// A number longer than it needs to be, or larger than its field.
    #[error("a number is not in its shortest form or too large")]
    Number,
    /// An action, outcome, reason or permission of no known code.
    #[error("the entry has an unknown code")]
    Code,
    /// A text that is not what its field allows.
    #[error("a text is not valid")]
    Text,
    /// A digest of zeros is left out, not written.
    #[error("the digest is written though it is zero")]
    ZeroDigest,
}
