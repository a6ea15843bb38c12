//! The text of a secret under a passphrase, taken apart and put together.

use super::{Cost, MAX_PLAIN_LEN, PassphraseError};
use crate::aead::{Nonce, TAG_LEN};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

const NAME: &str = "claviger-sealed-v";
const VERSION: &str = "1";

/// No text that [`super::seal`] makes is longer.
const MAX_TEXT_LEN: usize = 256 + (MAX_PLAIN_LEN + TAG_LEN).div_ceil(3) * 4;

pub(super) struct Header {
    pub(super) cost: Cost,
    pub(super) salt: [u8; 16],
    pub(super) nonce: Nonce,
}

impl Header {
    /// Everything before the colon that the ciphertext follows.
    pub(super) fn to_text(&self) -> String {
        let (salt, nonce) = (STANDARD.encode(self.salt), STANDARD.encode(self.nonce));
        format!("{NAME}{VERSION}:{}:{salt}:{nonce}", self.cost.to_text())
    }
}

pub(super) struct Parts<'a> {
    /// The text of the header, as it was found: this is what is authenticated.
    pub(super) front: &'a str,
    pub(super) header: Header,
    pub(super) ciphertext: Vec<u8>,
}

pub(super) fn join(front: String, ciphertext: &[u8]) -> String {
    format!("{front}:{}", STANDARD.encode(ciphertext))
}

pub(super) fn parse(text: &str) -> Result<Parts<'_>, PassphraseError> {
    let malformed = PassphraseError::Malformed;
    if text.len() > MAX_TEXT_LEN {
        return Err(malformed);
    }
    let (front, ciphertext) = text.rsplit_once(':').ok_or(malformed)?;
    let (version, rest) = front.strip_prefix(NAME).and_then(|t| t.split_once(':')).ok_or(malformed)?;
    if version != VERSION {
        return Err(PassphraseError::Version);
    }
    let (cost, rest) = rest.split_once(':').ok_or(malformed)?;
    let (salt, nonce) = rest.split_once(':').ok_or(malformed)?;
    let header = Header { cost: Cost::from_text(cost)?, salt: array(salt)?, nonce: array(nonce)? };
    let ciphertext = STANDARD.decode(ciphertext).map_err(|_| malformed)?;
    if !(TAG_LEN..=TAG_LEN + MAX_PLAIN_LEN).contains(&ciphertext.len()) {
        return Err(malformed);
    }
    Ok(Parts { front, header, ciphertext })
}

fn array<const N: usize>(text: &str) -> Result<[u8; N], PassphraseError> {
    let bytes = STANDARD.decode(text).map_err(|_| PassphraseError::Malformed)?;
    bytes.try_into().map_err(|_| PassphraseError::Malformed)
}
