//! A secret in a person's own file, under a passphrase: Argon2id and XChaCha20-Poly1305.
//!
//! One line of text, so that it fits into any configuration format:
//!
//! ```text
//!   claviger-sealed-v1:m=19456,t=2,p=1:<salt>:<nonce>:<ciphertext and tag>
//! ```
//!
//! The last three are standard base64. Everything before the ciphertext is authenticated. The cost is read from the
//! text, within bounds, so that it can be raised later and a planted file cannot make the reader work for ever.

mod cost;
mod text;

use crate::aead::{self, Key};
use crate::plain::PlainBytes;
use claviger_core::entropy::{Entropy, EntropyError, draw};
pub use cost::Cost;
use text::{Header, Parts};

/// The longest secret that can be sealed under a passphrase, in bytes.
pub const MAX_PLAIN_LEN: usize = 16 * 1024;

/// The longest passphrase, in bytes.
pub const MAX_PASSPHRASE_LEN: usize = 1024;

/// Why something was not sealed or not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PassphraseError {
    /// There was no randomness; nothing was sealed.
    #[error("nothing was sealed for want of randomness")]
    Entropy(#[from] EntropyError),
    /// The secret is longer than [`MAX_PLAIN_LEN`].
    #[error("a secret of {len} bytes is too long to be sealed")]
    TooLong {
        /// Its length in bytes.
        len: usize,
    },
    /// The passphrase is empty or longer than [`MAX_PASSPHRASE_LEN`].
    #[error("a passphrase has 1 to {MAX_PASSPHRASE_LEN} bytes")]
    Passphrase,
    /// The text is not a sealed one.
    #[error("not a sealed text: it must read `claviger-sealed-v1:m=…,t=…,p=…:…:…:…`")]
    Malformed,
    /// Sealed by a later version of this program.
    #[error("sealed in a version that is not known here (known: v1)")]
    Version,
    /// The cost is out of bounds: too cheap to be ours, or too dear to be meant well.
    #[error("the cost is out of bounds: {0}")]
    Cost(&'static str),
    /// The memory the cost asks for is not there.
    #[error("not enough memory for the passphrase")]
    Memory,
    /// The passphrase is wrong, or the text was changed. Which of them cannot be told apart.
    #[error("wrong passphrase, or the text was changed")]
    Refused,
}

/// Seals a secret under a passphrase. Takes a noticeable part of a second, on purpose.
///
/// # Errors
/// [`PassphraseError::Entropy`], [`PassphraseError::TooLong`], [`PassphraseError::Passphrase`],
/// [`PassphraseError::Memory`].
pub fn seal(
    passphrase: &[u8],
    plain: &[u8],
    cost: Cost,
    entropy: &mut dyn Entropy,
) -> Result<String, PassphraseError> {
    let too_long = PassphraseError::TooLong { len: plain.len() };
    if plain.len() > MAX_PLAIN_LEN {
        return Err(too_long);
    }
    let header = Header { cost, salt: draw(entropy)?, nonce: draw(entropy)? };
    let key = derive(passphrase, &header)?;
    let front = header.to_text();
    let ciphertext = aead::encrypt(&key, &header.nonce, front.as_bytes(), plain).ok_or(too_long)?;
    Ok(text::join(front, &ciphertext))
}

/// Opens what [`seal`] made; spaces and line ends around the text are forgiven.
///
/// # Errors
/// [`PassphraseError::Refused`] for a wrong passphrase or a changed text, the others for a text that cannot be one.
pub fn open(passphrase: &[u8], text: &str) -> Result<PlainBytes, PassphraseError> {
    let Parts { front, header, ciphertext } = text::parse(text.trim())?;
    let key = derive(passphrase, &header)?;
    aead::decrypt(&key, &header.nonce, front.as_bytes(), &ciphertext).map_err(|_| PassphraseError::Refused)
}

fn derive(passphrase: &[u8], header: &Header) -> Result<Key, PassphraseError> {
    if passphrase.is_empty() || passphrase.len() > MAX_PASSPHRASE_LEN {
        return Err(PassphraseError::Passphrase);
    }
    header.cost.derive(passphrase, &header.salt)
}
