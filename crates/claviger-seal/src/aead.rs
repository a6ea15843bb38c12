//! XChaCha20-Poly1305, wrapped once. Nonces are random: 24 bytes are enough to never meet one twice.

use crate::plain::{Plain, PlainBytes};
use chacha20poly1305::{AeadInOut as _, KeyInit as _, XChaCha20Poly1305, XNonce};
use claviger_core::entropy::{Entropy, EntropyError, draw};

pub(crate) const NONCE_LEN: usize = 24;
pub(crate) const TAG_LEN: usize = 16;
pub(crate) const KEY_LEN: usize = 32;

pub(crate) type Key = Plain<KEY_LEN>;
pub(crate) type Nonce = [u8; NONCE_LEN];

/// The tag is wrong: changed, moved, or another key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Forged;

pub(crate) fn nonce(entropy: &mut dyn Entropy) -> Result<Nonce, EntropyError> {
    draw(entropy)
}

/// Ciphertext and tag, or `None` for more than the cipher can take (256 GiB).
pub(crate) fn encrypt(key: &Key, nonce: &Nonce, associated: &[u8], plain: &[u8]) -> Option<Vec<u8>> {
    // Room for the tag from the start: growing later would leave the plaintext behind in the old buffer.
    let mut buffer = Vec::with_capacity(plain.len() + TAG_LEN);
    buffer.extend_from_slice(plain);
    let cipher = XChaCha20Poly1305::new(key.expose().into());
    cipher.encrypt_in_place(&XNonce::from(*nonce), associated, &mut buffer).ok()?;
    Some(buffer)
}

/// The plaintext, if the tag is right.
pub(crate) fn decrypt(
    key: &Key,
    nonce: &Nonce,
    associated: &[u8],
    ciphertext: &[u8],
) -> Result<PlainBytes, Forged> {
    let mut buffer = ciphertext.to_vec();
    let cipher = XChaCha20Poly1305::new(key.expose().into());
    cipher.decrypt_in_place(&XNonce::from(*nonce), associated, &mut buffer).map_err(|_| Forged)?;
    Ok(PlainBytes::new(buffer))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The test vector of draft-irtf-cfrg-xchacha-03, A.3.1.
    #[test]
    fn is_xchacha20_poly1305() {
        let key = Key::new(std::array::from_fn(|i| 0x80 + i as u8));
        let nonce: Nonce = std::array::from_fn(|i| 0x40 + i as u8);
        let associated = [0x50, 0x51, 0x52, 0x53, 0xc0, 0xc1, 0xc2, 0xc3, 0xc4, 0xc5, 0xc6, 0xc7];
        let plain = b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for \
            the future, sunscreen would be it.";
        let sealed = encrypt(&key, &nonce, &associated, plain).unwrap();
        let (text, tag) = sealed.split_at(plain.len());
        assert_eq!(text[..8], [0xbd, 0x6d, 0x17, 0x9d, 0x3e, 0x83, 0xd4, 0x3b]);
        let wanted =
            [0xc0, 0x87, 0x59, 0x24, 0xc1, 0xc7, 0x98, 0x79, 0x47, 0xde, 0xaf, 0xd8, 0x78, 0x0a, 0xcf, 0x49];
        assert_eq!(tag, wanted);
        assert_eq!(decrypt(&key, &nonce, &associated, &sealed).unwrap().expose(), plain);
        assert_eq!(decrypt(&key, &nonce, b"", &sealed).err(), Some(Forged));
        assert_eq!(decrypt(&key, &nonce, &associated, &sealed[..15]).err(), Some(Forged));
    }
}
