//! P7: sealed bytes that were flipped, cut, or moved to another row are refused.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use claviger_seal::{Binding, FormatError, Keyring, MAX_PLAIN_LEN, Purpose, SealError, Sealed};
use common::{Dry, Seeded};
use proptest::prelude::*;

const HERE: Binding = Binding { purpose: Purpose::ApiKeySecret, account: 7, id: 42 };
const SECRET: &[u8] = b"not to be seen";

fn sealed() -> (Keyring, Sealed) {
    let mut entropy = Seeded(1);
    let keyring = Keyring::create(&mut entropy).unwrap();
    let sealed = keyring.seal(HERE, SECRET, &mut entropy).unwrap();
    (keyring, sealed)
}

#[test]
fn opens_in_its_own_place() {
    let (keyring, sealed) = sealed();
    let kept = Sealed::from_bytes(&sealed.to_bytes()).unwrap();
    assert_eq!(kept, sealed);
    assert_eq!(keyring.open(HERE, &kept).unwrap().expose(), SECRET);
}

#[test]
fn shows_nothing_of_the_secret() {
    let (_, sealed) = sealed();
    let bytes = sealed.to_bytes();
    assert_eq!(bytes.len(), 1 + 4 + 24 + SECRET.len() + 16);
    assert!(!bytes.windows(4).any(|w| SECRET.windows(4).any(|s| s == w)));
}

#[test]
fn is_refused_in_any_other_place() {
    let (keyring, sealed) = sealed();
    let places = [
        Binding { purpose: Purpose::SecondFactor, ..HERE },
        Binding { account: 8, ..HERE },
        Binding { id: 43, ..HERE },
        Binding { account: HERE.id, id: HERE.account, ..HERE },
        Binding { account: HERE.account << 32, ..HERE },
    ];
    for place in places {
        assert_eq!(keyring.open(place, &sealed).err(), Some(SealError::Refused), "{place:?}");
    }
}

#[test]
fn every_flipped_bit_is_refused() {
    let (keyring, sealed) = sealed();
    let good = sealed.to_bytes();
    for bit in 0..good.len() * 8 {
        let mut bad = good.clone();
        bad[bit / 8] ^= 1 << (bit % 8);
        let opened = Sealed::from_bytes(&bad).map_err(SealError::from).and_then(|s| keyring.open(HERE, &s));
        let error = opened.expect_err("a flipped bit was not noticed");
        match bit / 8 {
            0 => assert!(matches!(error, SealError::Format(FormatError::Version { .. })), "bit {bit}"),
            1..5 => assert!(matches!(error, SealError::UnknownDataKey { .. }), "bit {bit}"),
            _ => assert_eq!(error, SealError::Refused, "bit {bit}"),
        }
    }
}

#[test]
fn every_cut_and_every_appended_byte_is_refused() {
    let (keyring, sealed) = sealed();
    let good = sealed.to_bytes();
    let open = |bytes: &[u8]| {
        Sealed::from_bytes(bytes).map_err(SealError::from).and_then(|s| keyring.open(HERE, &s))
    };
    for len in 0..good.len() {
        assert!(open(&good[..len]).is_err(), "cut to {len}");
    }
    assert_eq!(open(&[&good[..], &[0]].concat()).err(), Some(SealError::Refused));
}

#[test]
fn is_refused_by_another_database() {
    let (_, sealed) = sealed();
    let other = Keyring::create(&mut Seeded(2)).unwrap();
    assert_eq!(other.open(HERE, &sealed).err(), Some(SealError::Refused));
}

#[test]
fn is_refused_under_another_data_key_of_the_same_database() {
    let (mut keyring, first) = sealed();
    keyring.add_data_key(&mut Seeded(3)).unwrap();
    let mut moved = first.to_bytes();
    moved[4] = 2;
    let moved = Sealed::from_bytes(&moved).unwrap();
    assert_eq!(moved.data_key(), keyring.current());
    assert_eq!(keyring.open(HERE, &moved).err(), Some(SealError::Refused));
    assert!(keyring.open(HERE, &first).is_ok());
}

#[test]
fn the_same_secret_is_never_sealed_the_same() {
    let mut entropy = Seeded(4);
    let keyring = Keyring::create(&mut entropy).unwrap();
    let mut seal = || keyring.seal(HERE, SECRET, &mut entropy).unwrap().to_bytes();
    let (a, b) = (seal(), seal());
    assert_ne!(a[5..29], b[5..29], "the nonce was used twice");
    assert_ne!(a[29..], b[29..]);
}

#[test]
fn lengths_are_bounded() {
    let (keyring, _) = sealed();
    for len in [0, 1, MAX_PLAIN_LEN] {
        let sealed = keyring.seal(HERE, &vec![1; len], &mut Seeded(5)).unwrap();
        let kept = Sealed::from_bytes(&sealed.to_bytes()).unwrap();
        assert_eq!(keyring.open(HERE, &kept).unwrap().len(), len);
    }
    let long = vec![1; MAX_PLAIN_LEN + 1];
    let error = keyring.seal(HERE, &long, &mut Seeded(5)).err();
    assert_eq!(error, Some(SealError::TooLong { len: MAX_PLAIN_LEN + 1 }));
    let bytes = [&[1][..], &vec![0; 28 + MAX_PLAIN_LEN + 17]].concat();
    assert!(matches!(Sealed::from_bytes(&bytes), Err(FormatError::Length { .. })));
}

#[test]
fn without_randomness_nothing_is_sealed() {
    let (mut keyring, _) = sealed();
    assert!(matches!(keyring.seal(HERE, SECRET, &mut Dry), Err(SealError::Entropy(_))));
    assert!(matches!(keyring.add_data_key(&mut Dry), Err(SealError::Entropy(_))));
    assert!(matches!(Keyring::create(&mut Dry), Err(SealError::Entropy(_))));
    assert_eq!(keyring.current().0, 1);
}

proptest! {
    #[test]
    fn what_is_read_is_what_would_be_written(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        for first in [bytes.first().copied().unwrap_or(0), 1] {
            let mut bytes = bytes.clone();
            bytes.iter_mut().take(1).for_each(|b| *b = first);
            if let Ok(sealed) = Sealed::from_bytes(&bytes) {
                prop_assert_eq!(sealed.to_bytes(), bytes);
            }
        }
    }
}
