//! Bodies of records, of people and of notices: a byte for the kind, then the body.

use claviger_core::id::{AccountId, ReviewId};
use claviger_core::key::RotationPolicy;
use claviger_core::key::review::{ReviewPolicy, SignedOff};
use claviger_core::notices::{Channel, Delivery, Mark, Notice, Rule};
use claviger_core::people::{Invitation, Member, Passkey, RecordError, Session, User};
use claviger_core::store::{Record, RecordKind};
use claviger_core::time::Timestamp;

pub(super) fn people(bytes: &[u8]) {
    let Some((kind, body)) = bytes.split_first() else { return };
    let Some(kind) = RecordKind::from_u8(*kind) else { return };
    // A passkey is found by the digest of its credential: these are those of `AQID`.
    let handle = if kind == RecordKind::Passkey { Passkey::handle(&[1, 2, 3]) } else { [7; 32] };
    let now = Timestamp::from_secs(1_800_000_000);
    let record = Record {
        kind,
        id: 1,
        account: Some(AccountId::from_u64(2)),
        owner: 3,
        handle: Some(handle.into()),
        revision: 4,
        created_at: now,
        expires_at: Some(now),
        body: body.into(),
    };
    let Ok(written) = again(&record) else { return };
    // White space and order are given up by writing; what was written once is written so for ever.
    assert_eq!(again(&written).as_ref(), Ok(&written));
}

/// A sign-off, or the settings of an account.
fn review(record: &Record) -> Result<Record, RecordError> {
    if let Ok(signed) = SignedOff::try_from(record) {
        return signed.record();
    }
    ReviewPolicy::try_from(record)?.record(ReviewId::from_u64(record.id))
}

fn again(record: &Record) -> Result<Record, RecordError> {
    match record.kind {
        RecordKind::User => User::try_from(record)?.record(),
        RecordKind::Member => Member::try_from(record)?.record(),
        RecordKind::Session => Session::try_from(record)?.record(),
        RecordKind::Invitation => Invitation::try_from(record)?.record(),
        RecordKind::Passkey => Passkey::try_from(record)?.record(),
        RecordKind::RotationPolicy => RotationPolicy::try_from(record)?.record(),
        RecordKind::Review => review(record),
        RecordKind::Channel => Channel::try_from(record)?.record(),
        RecordKind::Rule => Rule::try_from(record)?.record(),
        RecordKind::Notice => Notice::try_from(record)?.record(),
        RecordKind::Delivery => Delivery::try_from(record)?.record(),
        RecordKind::Cursor => Mark::try_from(record)?.record(record.id, record.revision, record.created_at),
    }
}
