//! One entry, one byte string; and nothing else decodes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use claviger_audit::{DecodeError, Peek, decode, peek};
use claviger_core::entry::Entry;
use common::{balance, bytes_of, entry, key_created, refused_upstream, session_ended};
use proptest::prelude::*;

fn peek_of(entry: &Entry) -> Peek {
    let draft = &entry.draft;
    Peek {
        place: entry.place,
        account: draft.account,
        key: draft.key(),
        action: draft.action,
        outcome: draft.outcome,
        nonce: draft.nonce,
        otp_step: draft.otp_step,
        closes_claim: draft.closes_claim(),
    }
}

/// What decodes encodes to the same bytes, and the peek agrees with it.
fn check_bytes(bytes: &[u8]) {
    if let Ok(decoded) = decode(bytes) {
        assert_eq!(bytes_of(&decoded), bytes, "{decoded:?}");
        assert_eq!(peek(bytes), Ok(peek_of(&decoded)));
    } else {
        let _ = peek(bytes);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn round_trips(entry in entry()) {
        let bytes = bytes_of(&entry);
        prop_assert_eq!(decode(&bytes), Ok(entry.clone()));
        let seen = peek(&bytes).unwrap();
        prop_assert_eq!(seen, peek_of(&entry));
        prop_assert_eq!(seen.opens(), entry.draft.opens());
        prop_assert_eq!(seen.class(), entry.draft.action.class());
    }

    #[test]
    fn encoding_only_appends(entry in entry(), before in prop::collection::vec(any::<u8>(), 0..20)) {
        let mut out = before.clone();
        claviger_audit::encode(&entry, &mut out);
        prop_assert_eq!(&out[..before.len()], &before[..]);
        prop_assert_eq!(&out[before.len()..], &bytes_of(&entry)[..]);
    }

    #[test]
    fn cut_short_or_carried_on_is_refused(entry in entry()) {
        let mut bytes = bytes_of(&entry);
        for end in 0..bytes.len() {
            prop_assert!(decode(&bytes[..end]).is_err(), "{} of {}", end, bytes.len());
        }
        bytes.push(0);
        prop_assert_eq!(decode(&bytes), Err(DecodeError::Trailing));
    }

    #[test]
    fn any_bytes_are_only_an_error(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        check_bytes(&bytes);
        let mut versioned = vec![1];
        versioned.extend(bytes);
        check_bytes(&versioned);
    }

    #[test]
    fn damaged_entries_are_errors_or_other_entries(
        entry in entry(), at in any::<prop::sample::Index>(), byte in any::<u8>(),
    ) {
        let mut bytes = bytes_of(&entry);
        let at = at.index(bytes.len());
        bytes[at] = byte;
        check_bytes(&bytes);
    }
}

#[test]
fn every_flipped_bit_is_an_error_or_another_entry() {
    for entry in [balance(), refused_upstream(), key_created(), session_ended()] {
        let bytes = bytes_of(&entry);
        for bit in 0..bytes.len() * 8 {
            let mut flipped = bytes.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            check_bytes(&flipped);
            assert_ne!(decode(&flipped), Ok(entry.clone()), "bit {bit}");
        }
    }
}

/// Each refusal by name, at the place it stands in the layout.
#[test]
fn what_is_not_canonical_is_refused() {
    let good = bytes_of(&key_created());
    let changed = |at: usize, byte: u8| {
        let mut bytes = good.clone();
        bytes[at] = byte;
        decode(&bytes).err()
    };
    assert_eq!(changed(0, 2), Some(DecodeError::Version(2)));
    assert_eq!(changed(1, 3 << 4), Some(DecodeError::Flags));
    assert_eq!(changed(2, 9), Some(DecodeError::Flags));
    assert_eq!(changed(2, 8 | 1 << 5), Some(DecodeError::Flags));
    let mut long_log = good.clone();
    long_log.splice(3..4, [0x80, 0x00]);
    assert_eq!(decode(&long_log), Err(DecodeError::Number));
    let mut zero_digest = good.clone();
    zero_digest[2] |= 1 << 4;
    zero_digest.extend([0; 32]);
    assert_eq!(decode(&zero_digest), Err(DecodeError::ZeroDigest));
    // The account's id stands behind three flags, three short numbers and eight bytes of time.
    assert_eq!(changed(14 + 7, 0x10), Some(DecodeError::Number));
    let client_length = good.len() - 1;
    let mut client = good.clone();
    client[client_length] = 1;
    client.push(0xe9);
    assert_eq!(decode(&client), Err(DecodeError::Text));
    let mut long_client = good.clone();
    long_client[client_length] = 65;
    long_client.extend([b'a'; 65]);
    assert_eq!(decode(&long_client), Err(DecodeError::Text));
}

#[test]
fn unknown_codes_are_refused() {
    let good = bytes_of(&key_created());
    // Behind the account's, the actor's and the target's id.
    for (at, byte) in [(14 + 24 + 1, 0xff), (14 + 24 + 2, 0), (14 + 24 + 2, 10), (14 + 24 + 3, 0xff)] {
        let mut bytes = good.clone();
        bytes[at] = byte;
        assert_eq!(decode(&bytes), Err(DecodeError::Code), "byte {at} as {byte}");
        assert_eq!(peek(&bytes), Err(DecodeError::Code), "byte {at} as {byte}");
    }
    // The kind of a record stands behind the account's and the actor's id.
    for kind in [0, 200, 0xff] {
        let mut bytes = bytes_of(&session_ended());
        bytes[14 + 16] = kind;
        assert_eq!(decode(&bytes), Err(DecodeError::Code), "kind {kind}");
        assert_eq!(peek(&bytes), Err(DecodeError::Code), "kind {kind}");
    }
}
