//! The shapes of DESIGN.md §5, and that nothing but the exact text is taken.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use claviger_core::credential::{AdminToken, ApiKey, CredentialError, PrivateKey};
use claviger_core::entropy::{Entropy, EntropyError};

struct Counting(u8);
impl Entropy for Counting {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), EntropyError> {
        for byte in bytes {
            self.0 = self.0.wrapping_mul(167).wrapping_add(13);
            *byte = self.0;
        }
        Ok(())
    }
}

#[test]
fn shapes_are_those_every_kraken_client_takes() {
    let mut entropy = Counting(1);
    let key = ApiKey::random(&mut entropy).unwrap().to_string();
    let private = PrivateKey::random(&mut entropy).unwrap().reveal().to_string();
    let token = AdminToken::random(&mut entropy).unwrap().reveal().to_string();
    assert_eq!((key.len(), private.len(), token.len()), (56, 88, 56));
    assert!(key.starts_with("ClavKey1") && private.starts_with("ClavSec1") && token.starts_with("ClavAdm1"));
    assert_eq!(ApiKey::parse(key.as_bytes()).unwrap().to_string(), key);
    assert_eq!(*PrivateKey::parse(private.as_bytes()).unwrap().reveal(), private);
    assert_eq!(*AdminToken::parse(token.as_bytes()).unwrap().reveal(), token);
}

#[test]
fn every_single_changed_character_is_refused() {
    let text = ApiKey::random(&mut Counting(9)).unwrap().to_string().into_bytes();
    for at in 0..text.len() {
        for other in *b"AZaz09+/= \n" {
            let mut changed = text.clone();
            if changed[at] == other {
                continue;
            }
            changed[at] = other;
            assert!(ApiKey::parse(&changed).is_err(), "position {at} as {}", char::from(other));
        }
    }
}

#[test]
fn kinds_do_not_pass_for_each_other() {
    let token = AdminToken::random(&mut Counting(3)).unwrap().reveal().to_string();
    assert_eq!(ApiKey::parse(token.as_bytes()).err(), Some(CredentialError::Prefix { expected: "ClavKey1" }));
}

#[test]
fn non_canonical_base64_is_refused() {
    let text = PrivateKey::random(&mut Counting(5)).unwrap().reveal().to_string();
    // The last quantum holds one byte, so four of its bits are free; only zero is canonical.
    let mut bytes = text.clone().into_bytes();
    let last = bytes[85];
    for other in b'A'..=b'Z' {
        if other != last {
            bytes[85] = other;
            assert!(PrivateKey::parse(&bytes).is_err());
        }
    }
    assert!(PrivateKey::parse(text.trim_end_matches('=').as_bytes()).is_err());
}
