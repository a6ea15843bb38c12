//! Data keys under a master key, and the master key rotated without touching what is sealed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use claviger_seal::{Binding, FormatError, Keyring, MasterKey, Purpose, SealError, WrappedDataKey};
use common::{Dry, Seeded};

const HERE: Binding = Binding { purpose: Purpose::SecondFactor, account: 1, id: 2 };

fn master(seed: u64) -> MasterKey {
    MasterKey::random(&mut Seeded(seed)).unwrap()
}

/// A keyring of three data keys.
fn keyring() -> Keyring {
    let mut entropy = Seeded(10);
    let mut keyring = Keyring::create(&mut entropy).unwrap();
    keyring.add_data_key(&mut entropy).unwrap();
    keyring.add_data_key(&mut entropy).unwrap();
    keyring
}

fn through_bytes(wrapped: &[WrappedDataKey]) -> Vec<WrappedDataKey> {
    wrapped.iter().map(|w| WrappedDataKey::from_bytes(&w.to_bytes()).unwrap()).collect()
}

#[test]
fn a_wrapped_keyring_opens_what_was_sealed() {
    let (keyring, master) = (keyring(), master(1));
    let sealed = keyring.seal(HERE, b"secret", &mut Seeded(11)).unwrap();
    let wrapped = through_bytes(&keyring.wrap(&master, &mut Seeded(12)).unwrap());
    assert_eq!(wrapped.iter().map(|w| w.id().0).collect::<Vec<_>>(), [1, 2, 3]);
    assert!(wrapped.iter().all(|w| w.master() == master.id()));
    let unwrapped = Keyring::unwrap_with(&[&master], &wrapped).unwrap();
    assert_eq!(unwrapped.current(), keyring.current());
    assert_eq!(unwrapped.open(HERE, &sealed).unwrap().expose(), b"secret");
}

#[test]
fn a_new_data_key_is_used_and_the_old_ones_still_open() {
    let mut keyring = keyring();
    let old = keyring.seal(HERE, b"old", &mut Seeded(1)).unwrap();
    let id = keyring.add_data_key(&mut Seeded(2)).unwrap();
    let new = keyring.seal(HERE, b"new", &mut Seeded(3)).unwrap();
    assert_eq!((id.0, new.data_key(), old.data_key().0), (4, id, 3));
    assert_eq!(keyring.open(HERE, &old).unwrap().expose(), b"old");
    assert_eq!(keyring.open(HERE, &new).unwrap().expose(), b"new");
}

#[test]
fn a_missing_data_key_is_named() {
    let keyring = keyring();
    let sealed = keyring.seal(HERE, b"secret", &mut Seeded(1)).unwrap();
    let wrapped = keyring.wrap(&master(1), &mut Seeded(2)).unwrap();
    let fewer = Keyring::unwrap_with(&[&master(1)], &wrapped[..2]).unwrap();
    assert_eq!(fewer.open(HERE, &sealed).err(), Some(SealError::UnknownDataKey { id: sealed.data_key() }));
}

#[test]
fn a_wrong_master_key_is_refused_and_the_right_one_named() {
    let wrapped = keyring().wrap(&master(1), &mut Seeded(2)).unwrap();
    let error = Keyring::unwrap_with(&[&master(2)], &wrapped).unwrap_err();
    assert_eq!(error, SealError::UnknownMasterKey { id: master(1).id() });
    assert!(error.to_string().contains(&master(1).id().to_string()));
    assert!(Keyring::unwrap_with(&[&master(2), &master(1)], &wrapped).is_ok());
}

#[test]
fn the_master_key_rotates_under_untouched_secrets() {
    let (keyring, old, new) = (keyring(), master(1), master(2));
    let sealed = keyring.seal(HERE, b"secret", &mut Seeded(1)).unwrap();
    let before = keyring.wrap(&old, &mut Seeded(2)).unwrap();
    let after = through_bytes(&Keyring::rewrap(&before, &old, &new, &mut Seeded(3)).unwrap());
    assert!(after.iter().all(|w| w.master() == new.id()));
    let rotated = Keyring::unwrap_with(&[&new], &after).unwrap();
    assert_eq!(rotated.open(HERE, &sealed).unwrap().expose(), b"secret");
    let error = Keyring::unwrap_with(&[&old], &after).unwrap_err();
    assert_eq!(error, SealError::UnknownMasterKey { id: new.id() });
    // A rotation that is done again, because nobody saw that it had been done, does no harm.
    let again = Keyring::rewrap(&after, &old, &new, &mut Seeded(4)).unwrap();
    assert_eq!(
        Keyring::unwrap_with(&[&new], &again).unwrap().open(HERE, &sealed).unwrap().expose(),
        b"secret"
    );
}

#[test]
fn every_flipped_bit_of_a_wrapped_key_is_refused() {
    let master = master(1);
    let keyring = Keyring::create(&mut Seeded(1)).unwrap();
    let good = keyring.wrap(&master, &mut Seeded(2)).unwrap()[0].to_bytes();
    assert_eq!(good.len(), 1 + 4 + 8 + 24 + 32 + 16);
    for bit in 0..good.len() * 8 {
        let mut bad = good.clone();
        bad[bit / 8] ^= 1 << (bit % 8);
        let read = WrappedDataKey::from_bytes(&bad).map_err(SealError::from);
        let error = read.and_then(|w| Keyring::unwrap_with(&[&master], &[w])).expect_err("not noticed");
        match bit / 8 {
            0 => assert!(matches!(error, SealError::Format(FormatError::Version { .. })), "bit {bit}"),
            5..13 => assert!(matches!(error, SealError::UnknownMasterKey { .. }), "bit {bit}"),
            _ => assert_eq!(error, SealError::Refused, "bit {bit}"),
        }
    }
}

#[test]
fn a_wrapped_key_has_exactly_one_length() {
    let good = keyring().wrap(&master(1), &mut Seeded(2)).unwrap()[0].to_bytes();
    for len in 0..good.len() {
        assert!(matches!(WrappedDataKey::from_bytes(&good[..len]), Err(FormatError::Length { .. })), "{len}");
    }
    assert!(WrappedDataKey::from_bytes(&[&good[..], &[0]].concat()).is_err());
}

#[test]
fn sets_that_cannot_be_right_are_refused() {
    let wrapped = keyring().wrap(&master(1), &mut Seeded(2)).unwrap();
    assert_eq!(Keyring::unwrap_with(&[&master(1)], &[]).err(), Some(SealError::NoDataKey));
    let twice = [&wrapped[..], &wrapped[..1]].concat();
    let error = Keyring::unwrap_with(&[&master(1)], &twice).err();
    assert_eq!(error, Some(SealError::DuplicateDataKey { id: wrapped[0].id() }));
}

#[test]
fn without_randomness_nothing_is_wrapped() {
    assert!(matches!(keyring().wrap(&master(1), &mut Dry), Err(SealError::Entropy(_))));
    assert!(MasterKey::random(&mut Dry).is_err());
}

#[test]
fn debug_shows_no_key() {
    assert_eq!(format!("{:?}", keyring()), "Keyring { current: DataKeyId(3), .. }");
}
