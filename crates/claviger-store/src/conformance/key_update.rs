//! A key is changed: from the revision on record, or not at all.

use super::world::World;
use super::{Fixture, Verdict, make, same};
use claviger_core::allowlist::Allowlist;
use claviger_core::id::UserId;
use claviger_core::key::KeyState;
use claviger_core::otp::SecondFactorKind;
use claviger_core::permission::{Permission, PermissionSet};
use claviger_core::restriction::Restrictions;
use claviger_core::store::{Change, Conflict, KeyRow, RecordWrite, SealedBytes, Settled};
use claviger_core::text::{Application, Description, Holder, Name};

fn update(row: &KeyRow, from: u64) -> Change {
    Change::UpdateKey { row: Box::new(row.clone()), from }
}

/// Every field at once, each with a value of its own.
pub(super) fn every_field_is_kept(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    same("as it was made", world.store.key(row.record.id)?, Some(row.clone()))?;
    let (name, holder) = (Name::parse("Überwacher 🤖")?, Holder::parse("Desk Zürich")?);
    let application = Application::parse("Überwacher-7 %_")?;
    let description = Description::parse("reads balances; ' \" \\ %_")?;
    let allowlist = Allowlist::parse(["203.0.113.0/24", "2001:db8::/32"])
        .map_err(|error| super::Broken::because(error.to_string()))?;
    let next = world.edit(&row, |row| {
        let record = &mut row.record;
        (record.name, record.holder, record.description) = (name, holder, description);
        record.application = application;
        record.permissions = PermissionSet::of(&Permission::ALL);
        record.restrictions = Restrictions {
            allowlist,
            not_before: Some(make::START.plus_secs(1)),
            expires_at: Some(make::START.plus_secs(2)),
            query_from: Some(make::START.plus_secs(3)),
            query_to: Some(make::START.plus_secs(4)),
            nonce_window: u64::MAX,
            second_factor: Some(SecondFactorKind::Totp),
        };
        record.member = Some(UserId::from_u64(u64::MAX));
        record.state = KeyState::CancelOnly;
        record.modified_at = make::START.plus_micros(7);
        row.secret = Some(SealedBytes([0, 1, 2, 255].into()));
        row.second_factor = Some(SealedBytes([3].into()));
    })?;
    same("the key", world.store.key(next.record.id)?, Some(next.clone()))?;
    world = world.reopen()?;
    same("after reopening", world.store.key(next.record.id)?, Some(next.clone()))?;
    let dead = make::revoked(&next, world.now);
    world.written(make::update_key(&dead, 2))?;
    same("revoked", world.store.key_by_api_key(&dead.record.api_key)?, Some(dead))
}

pub(super) fn it_must_be_made_from_the_revision_on_record(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    let row = world.edit(&row, |_| ())?;
    let next = make::edited(&row, |row| row.record.state = KeyState::Frozen);
    for from in [0, 1, 3] {
        world.conflicts(update(&next, from), Conflict::Revision)?;
    }
    same("the key is as it was", world.store.key(row.record.id)?, Some(row.clone()))?;
    world.written(make::update_key(&next, 2)).map(|_| ())
}

pub(super) fn two_from_one_revision_meet_in_one_group(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    let one = make::edited(&row, |row| row.record.state = KeyState::Frozen);
    let other = make::edited(&row, |row| row.record.state = KeyState::ReadOnly);
    let settled = world.commit(&[make::update_key(&one, 1), make::update_key(&other, 1)])?;
    same("the second", settled.get(1), Some(&Settled::Conflict(Conflict::Revision)))?;
    same("the first stands", world.store.key(row.record.id)?, Some(one))
}

pub(super) fn a_key_that_is_not_there_is_missing(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = make::edited(&make::key(1, 1)?, |_| ());
    world.conflicts(update(&row, 1), Conflict::Missing)
}

pub(super) fn a_name_in_use_is_refused(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let (row, other) = (world.key(1, 0)?, world.key(2, 0)?);
    let taken = Name::parse(&other.record.name.as_str().to_uppercase())?;
    let next = make::edited(&row, |row| row.record.name = taken);
    world.conflicts(update(&next, 1), Conflict::NameTaken)?;
    let dead = make::revoked(&other, world.now);
    world.written(make::update_key(&dead, 1))?;
    world.written(make::update_key(&next, 1)).map(|_| ())
}

/// Its own name in another case is not in use by another.
pub(super) fn a_key_may_change_the_case_of_its_name(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    let louder = Name::parse(&row.record.name.as_str().to_uppercase())?;
    world.edit(&row, |row| row.record.name = louder).map(|_| ())
}

/// A key that shares its name with a living one can still be revoked again or annotated.
pub(super) fn a_revoked_key_needs_no_name(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    let dead = make::revoked(&row, world.now);
    world.written(make::update_key(&dead, 1))?;
    let mut heir = make::key(1, 2)?;
    heir.record.name = row.record.name.clone();
    world.written(make::create_key(&heir))?;
    world.edit(&dead, |row| row.secret = None).map(|_| ())
}

pub(super) fn a_conflict_writes_neither_change_nor_entry(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    let before = world.entries()?;
    let next = make::edited(&row, |row| row.record.state = KeyState::Frozen);
    world.conflicts(update(&next, 5), Conflict::Revision)?;
    world = world.reopen()?;
    same("entries", world.entries()?, before)?;
    same("key", world.store.key(row.record.id)?, Some(row))
}

pub(super) fn records_are_written_with_it_or_neither(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    let next = make::edited(&row, |row| row.record.permissions = PermissionSet::NONE);
    let with = |from, records| Change::UpdateKeyWith { row: Box::new(next.clone()), from, records };
    let (one, other) = (make::user(1), make::user(2));
    let gone = RecordWrite::Require { kind: one.kind, id: one.id, revision: 9 };
    world.conflicts(with(1, vec![make::create_record(&one, None), gone.clone()]), Conflict::Revision)?;
    world.conflicts(with(7, vec![make::create_record(&one, None)]), Conflict::Revision)?;
    world.conflicts(
        with(7, vec![RecordWrite::Remove { kind: one.kind, id: one.id, from: 1 }]),
        Conflict::Missing,
    )?;
    same("the key", world.store.key(row.record.id)?, Some(row.clone()))?;
    same("no record", world.store.record(one.kind, one.id)?, None)?;
    world.written(make::change(with(
        1,
        vec![make::create_record(&one, None), make::create_record(&other, None)],
    )))?;
    world = world.reopen()?;
    same("the key", world.store.key(row.record.id)?, Some(next.clone()))?;
    same("a record", world.store.record(one.kind, one.id)?, Some(one))?;
    same("another", world.store.record(other.kind, other.id)?, Some(other))
}
