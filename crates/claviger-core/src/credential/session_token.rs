//! What a browser that is signed in holds, in a cookie.

use crate::entropy::{Entropy, EntropyError};
use crate::token::TokenDigest;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

const BYTES: usize = 32;

/// The token of a session: 43 characters of base64url that are 32 random bytes. Kept only as the
/// SHA-256 of those (256 bits of randomness need no slow hash). Wiped on drop; has no `Debug`.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct SessionToken([u8; BYTES]);

impl SessionToken {
    /// Characters of the text.
    pub const CHARS: usize = 43;

    /// A new one.
    ///
    /// # Errors
    /// As [`Entropy::fill`].
    pub fn random(entropy: &mut dyn Entropy) -> Result<Self, EntropyError> {
        let mut token = SessionToken([0; BYTES]);
        entropy.fill(&mut token.0)?;
        Ok(token)
    }

    /// From its text; none if it cannot be one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut token = SessionToken([0; BYTES]);
        // Decoded into as many bytes as there are, so that the length is judged before the text is.
        if text.len() != Self::CHARS {
            return None;
        }
        let written = URL_SAFE_NO_PAD.decode_slice(text, &mut token.0).ok()?;
        (written == BYTES).then_some(token)
    }

    /// The digest kept at rest and looked up by.
    #[must_use]
    pub fn digest(&self) -> TokenDigest {
        TokenDigest(Sha256::digest(self.0).into())
    }

    /// The text, for the cookie.
    #[must_use]
    pub fn reveal(&self) -> Zeroizing<String> {
        Zeroizing::new(URL_SAFE_NO_PAD.encode(self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fixed(u8);
    impl Entropy for Fixed {
        fn fill(&mut self, bytes: &mut [u8]) -> Result<(), EntropyError> {
            bytes.fill(self.0);
            Ok(())
        }
    }

    #[test]
    fn its_text_is_read_back_and_nothing_else_is() {
        let token = SessionToken::random(&mut Fixed(0xfb)).unwrap();
        let text = token.reveal();
        assert_eq!(text.len(), SessionToken::CHARS);
        assert!(SessionToken::parse(&text).is_some_and(|read| read.digest().same(&token.digest())));
        let longer = format!("{}A", *text);
        let letters = format!("{}A", "é".repeat(21));
        for bad in ["", "+", &text[1..], &longer, &"=".repeat(43), &"/".repeat(43), &letters] {
            assert!(SessionToken::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn two_texts_are_not_the_same_token() {
        // The last character has four bits; one whose other two are not zero would be a second text.
        let text = SessionToken::random(&mut Fixed(0)).unwrap().reveal();
        let twin = format!("{}B", &text[..42]);
        assert!(SessionToken::parse(&text).is_some() && SessionToken::parse(&twin).is_none());
    }
}
