//! What can go wrong while sealing and opening. No error ever holds a byte of a secret.

use crate::data_key::DataKeyId;
use crate::master::MasterKeyId;
use claviger_core::entropy::EntropyError;

/// Why something was not sealed or not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// There was no randomness; nothing was sealed.
    #[error("nothing was sealed for want of randomness")]
    Entropy(#[from] EntropyError),
    /// The secret is longer than [`crate::MAX_PLAIN_LEN`].
    #[error("a secret of {len} bytes is too long to be sealed")]
    TooLong {
        /// Its length in bytes.
        len: usize,
    },
    /// The bytes are not what they should be.
    #[error("the stored bytes cannot be read")]
    Format(#[from] FormatError),
    /// Sealed under a data key that is not in the keyring.
    #[error("sealed under data key {id}, which is not there")]
    UnknownDataKey {
        /// The one that is missing.
        id: DataKeyId,
    },
    /// Wrapped by a master key that was not given.
    #[error("wrapped by master key {id}, which was not given")]
    UnknownMasterKey {
        /// The one that is missing.
        id: MasterKeyId,
    },
    /// Two wrapped data keys have the same id.
    #[error("data key {id} is there twice")]
    DuplicateDataKey {
        /// The one that is there twice.
        id: DataKeyId,
    },
    /// A keyring needs at least one data key.
    #[error("there is no data key")]
    NoDataKey,
    /// Every id of a data key is used up.
    #[error("there is no id left for another data key")]
    DataKeysExhausted,
    /// The bytes were changed, moved to another place, or sealed under another key of the same id. Which of them
    /// cannot be told apart.
    #[error("refused: changed, moved, or sealed under another key")]
    Refused,
}

/// Why bytes are not a sealed value or a wrapped data key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FormatError {
    /// Too few or too many bytes.
    #[error("{len} bytes cannot be a {what}")]
    Length {
        /// What was expected.
        what: &'static str,
        /// How many bytes there are.
        len: usize,
    },
    /// Written by a later version of this program, or not by it at all.
    #[error("a {what} of version {found} is not known here")]
    Version {
        /// What was expected.
        what: &'static str,
        /// The version found.
        found: u8,
    },
}
