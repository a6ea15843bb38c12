//! A secret under a passphrase.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use claviger_seal::passphrase::{Cost, MAX_PASSPHRASE_LEN, MAX_PLAIN_LEN, PassphraseError, open, seal};
use common::{Dry, Seeded};

const PASSPHRASE: &[u8] = b"correct horse battery staple";
const SECRET: &[u8] = b"not to be seen";

fn sealed(plain: &[u8]) -> String {
    seal(PASSPHRASE, plain, Cost::default(), &mut Seeded(1)).unwrap()
}

fn error(text: &str) -> Option<PassphraseError> {
    open(PASSPHRASE, text).err()
}

#[test]
fn what_was_sealed_is_opened() {
    for plain in [SECRET, b"", &[0; MAX_PLAIN_LEN]] {
        let text = sealed(plain);
        assert_eq!(open(PASSPHRASE, &text).unwrap().expose(), plain);
        assert_eq!(open(PASSPHRASE, &format!(" {text}\r\n")).unwrap().expose(), plain);
    }
}

#[test]
fn the_text_is_one_line_that_names_its_cost() {
    let text = sealed(SECRET);
    let fields: Vec<_> = text.split(':').collect();
    assert_eq!(fields[..2], ["claviger-sealed-v1", "m=19456,t=2,p=1"]);
    assert_eq!(fields[2..].iter().map(|f| f.len()).collect::<Vec<_>>(), [24, 32, 40]);
    let dearer = seal(PASSPHRASE, SECRET, Cost::new(20_000, 3, 2).unwrap(), &mut Seeded(1)).unwrap();
    assert!(dearer.starts_with("claviger-sealed-v1:m=20000,t=3,p=2:"));
    assert_eq!(open(PASSPHRASE, &dearer).unwrap().expose(), SECRET);
}

#[test]
fn another_passphrase_is_refused() {
    let text = sealed(SECRET);
    for other in [&b"correct horse battery staplf"[..], b"correct horse battery staple ", b"c"] {
        assert_eq!(open(other, &text).err(), Some(PassphraseError::Refused));
    }
}

#[test]
fn no_changed_character_goes_unnoticed() {
    let good = sealed(SECRET);
    // One in every field, and each of the last ones: a derivation per character is slow on purpose.
    let places = [0, 17, 21, 28, 32, 36, 60, 75, 92, 100].into_iter().chain(good.len() - 12..good.len());
    for at in places {
        let mut bad = good.clone().into_bytes();
        bad[at] = if bad[at] == b'B' { b'A' } else { b'B' };
        let bad = String::from_utf8(bad).unwrap();
        assert!(error(&bad).is_some(), "character {at} of {good}");
    }
    let cheaper = sealed(SECRET).replace("t=2", "t=3");
    assert_eq!(error(&cheaper), Some(PassphraseError::Refused));
}

#[test]
fn what_cannot_be_one_is_refused_before_any_work() {
    let good = sealed(SECRET);
    let malformed = Some(PassphraseError::Malformed);
    for bad in
        ["", ":", "claviger-sealed-v1", "claviger-sealed-v1:::::", "claviger-sealed-v1:m=19456,t=2,p=1"]
    {
        assert_eq!(error(bad), malformed, "{bad}");
    }
    assert_eq!(error(&format!("{good}:")), malformed);
    assert_eq!(error(&good[..good.len() - 1]), malformed);
    assert_eq!(error(&"A".repeat(100_000)), malformed);
    assert_eq!(error(&good.replace("v1", "v2")), Some(PassphraseError::Version));
    for cost in ["m=4294967295,t=2,p=1", "m=8,t=2,p=1", "m=19456,t=1,p=1", "m=1048576,t=16,p=1"] {
        let bad = good.replace("m=19456,t=2,p=1", cost);
        assert!(matches!(error(&bad), Some(PassphraseError::Cost(_))), "{cost}");
    }
}

#[test]
fn bounds_are_kept() {
    let seal =
        |passphrase: &[u8], plain: &[u8]| seal(passphrase, plain, Cost::default(), &mut Seeded(1)).err();
    assert_eq!(seal(b"", SECRET), Some(PassphraseError::Passphrase));
    assert_eq!(seal(&[b'x'; MAX_PASSPHRASE_LEN], SECRET), None);
    assert_eq!(seal(&[b'x'; MAX_PASSPHRASE_LEN + 1], SECRET), Some(PassphraseError::Passphrase));
    let len = MAX_PLAIN_LEN + 1;
    assert_eq!(seal(PASSPHRASE, &vec![0; len]), Some(PassphraseError::TooLong { len }));
}

#[test]
fn without_randomness_nothing_is_sealed() {
    let error = seal(PASSPHRASE, SECRET, Cost::default(), &mut Dry).err();
    assert!(matches!(error, Some(PassphraseError::Entropy(_))));
}
