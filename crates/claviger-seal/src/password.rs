//! Passwords of people: a slow hash that is kept, and how easily one would be guessed.
//!
//! A password is taken as it was typed and brought to one form (NFKC), so that keyboards that compose
//! letters differently agree. The hash is Argon2id in the PHC string format. What is asked of a new one
//! follows NIST SP 800-63B-4 §3.1.1: length, not composition, and nothing that is guessed first.

mod hash;
mod judge;

pub use hash::{PasswordError, hash, is_costly, verify};
pub use judge::{Judgement, MAX_BYTES, MIN_CHARS_ALONE, MIN_CHARS_WITH_FACTOR, WANTED_SCORE, is_long, judge};

use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

/// The form in which passwords are judged and hashed.
fn normal(password: &str) -> Zeroizing<String> {
    // Large enough, so that it does not move and leave a copy behind.
    let mut text = Zeroizing::new(String::with_capacity(password.len().saturating_mul(MAX_GROWTH)));
    text.extend(password.nfkc());
    text
}

/// What NFKC can make of a byte at most: U+FDFA becomes 33 bytes of its three.
const MAX_GROWTH: usize = 11;
