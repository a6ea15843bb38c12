//! Several entries in one blob.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use claviger_audit::{DecodeError, decode, pack, pack_entry, unpack};
use common::{balance, bytes_of, entry};
use proptest::prelude::*;

proptest! {
    #[test]
    fn packs_and_unpacks(entries in prop::collection::vec(entry(), 0..20)) {
        let (mut packed, mut direct) = (Vec::new(), Vec::new());
        for entry in &entries {
            pack(&bytes_of(entry), &mut packed);
            let range = pack_entry(entry, &mut direct);
            prop_assert_eq!(&direct[range], &bytes_of(entry)[..]);
        }
        prop_assert_eq!(&packed, &direct);
        let unpacked: Vec<_> = unpack(&packed).map(|bytes| decode(bytes.unwrap()).unwrap()).collect();
        prop_assert_eq!(unpacked, entries);
    }

    #[test]
    fn hostile_blobs_end(blob in prop::collection::vec(any::<u8>(), 0..400)) {
        let mut seen = 0;
        for entry in unpack(&blob) {
            match entry {
                Ok(bytes) => seen += bytes.len() + 1,
                Err(_) => seen += 1,
            }
        }
        prop_assert!(seen <= blob.len());
    }
}

#[test]
fn a_lie_about_the_length_is_an_error_and_the_end() {
    let mut blob = Vec::new();
    pack(&bytes_of(&balance()), &mut blob);
    let good = blob.len();
    blob.extend([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01, 7]);
    let all: Vec<_> = unpack(&blob).collect();
    assert_eq!(all.len(), 2);
    assert_eq!(all[1], Err(DecodeError::Truncated));
    assert!(all[0].is_ok());
    blob.truncate(good - 1);
    assert_eq!(unpack(&blob).collect::<Vec<_>>(), [Err(DecodeError::Truncated)]);
    assert_eq!(unpack(&[0, 0, 0]).collect::<Vec<_>>(), [Err(DecodeError::Truncated)]);
}
