//! Records: people, their places, sessions and invitations, told apart by small numbers.

use super::{START, account_id, change};
use claviger_core::id::{MemberId, SessionId, UserId};
use claviger_core::store::{Change, Item, Record, RecordKind, RecordLimit, RecordWrite, Standing};

/// Ids do not rise with age, and kinds share them.
fn record_id(n: u64) -> u64 {
    UserId::from_u64(n.wrapping_mul(0x9e6c_63d0_876a_9a47)).as_u64()
}

/// A record of the kind, nobody's, without an expiry.
fn record(kind: RecordKind, n: u64) -> Record {
    Record {
        kind,
        id: record_id(n),
        account: None,
        owner: 0,
        handle: Some(format!("handle {n}").into_bytes().into()),
        revision: 1,
        created_at: START,
        expires_at: None,
        body: vec![n.to_le_bytes()[0]; 9].into(),
    }
}

/// Person `n`.
pub(crate) fn user(n: u64) -> Record {
    record(RecordKind::User, n)
}

/// The place `n`, of person `whose` in account `owner`.
pub(crate) fn member(owner: u64, whose: u64, n: u64) -> Record {
    Record { account: Some(account_id(owner)), owner: record_id(whose), ..record(RecordKind::Member, n) }
}

/// Session `n` of person `whose`, for an hour.
pub(crate) fn session(whose: u64, n: u64) -> Record {
    Record {
        owner: record_id(whose),
        expires_at: Some(START.plus_secs(3600)),
        ..record(RecordKind::Session, n)
    }
}

/// Invitation `n` into account `owner`, for a day.
pub(crate) fn invitation(owner: u64, n: u64) -> Record {
    Record {
        account: Some(account_id(owner)),
        expires_at: Some(START.plus_secs(86_400)),
        ..record(RecordKind::Invitation, n)
    }
}

/// What was recognised of a person: the session, and the place at its revision.
pub(crate) fn standing(session: &Record, member: &Record) -> Standing {
    Standing::Session {
        user: UserId::from_u64(session.owner),
        session: SessionId::from_u64(session.id),
        member: MemberId::from_u64(member.id),
        member_revision: member.revision,
    }
}

/// The record after `edit`, at its next revision.
pub(crate) fn revised(record: &Record, edit: impl FnOnce(&mut Record)) -> Record {
    let mut next = record.clone();
    edit(&mut next);
    next.revision = record.revision + 1;
    next
}

pub(crate) fn create_record(record: &Record, limit: Option<RecordLimit>) -> RecordWrite {
    RecordWrite::Create { record: record.clone(), limit }
}

pub(crate) fn update_record(next: &Record, from: u64) -> RecordWrite {
    RecordWrite::Update { record: next.clone(), from }
}

/// The record goes, at the revision it has here.
pub(crate) fn removed(record: &Record) -> RecordWrite {
    RecordWrite::Remove { kind: record.kind, id: record.id, from: record.revision }
}

pub(crate) fn records(writes: impl Into<Vec<RecordWrite>>) -> Item {
    change(Change::Records(writes.into()))
}
