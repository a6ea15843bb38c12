//! Records change from a revision, and stay with whom they belong to.

use super::world::World;
use super::{Broken, Fixture, Verdict, make, same};
use claviger_core::store::{Change, Conflict, Record, Settled};

fn update(next: &Record, from: u64) -> Change {
    Change::Records(vec![make::update_record(next, from)])
}

/// Puts it on record.
fn made(world: &mut World<'_>, record: &Record) -> Verdict {
    world.written(make::records([make::create_record(record, None)])).map(drop)
}

fn found(world: &World<'_>, record: &Record) -> Result<Option<Record>, Broken> {
    Ok(world.store.record(record.kind, record.id)?)
}

pub(super) fn every_field_is_kept(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let invitation = make::invitation(1, 1);
    made(&mut world, &invitation)?;
    let next = Record {
        handle: None,
        revision: u64::MAX,
        created_at: make::START.plus_secs(1),
        expires_at: None,
        body: b"another body".as_slice().into(),
        ..invitation.clone()
    };
    world.written(make::change(update(&next, 1)))?;
    for _ in 0..2 {
        same("the record", found(&world, &next)?, Some(next.clone()))?;
        let old = invitation.handle.as_deref().unwrap_or_default();
        same("by its old handle", world.store.record_by_handle(next.kind, old)?, None)?;
        world = world.reopen()?;
    }
    Ok(())
}

pub(super) fn it_must_be_made_from_the_revision_on_record(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let (user, other) = (make::user(1), make::user(2));
    made(&mut world, &user)?;
    made(&mut world, &other)?;
    // Its handle is taken, too, which is told last.
    let next = make::revised(&user, |next| next.handle = other.handle.clone());
    world.conflicts(update(&next, 0), Conflict::Revision)?;
    world.conflicts(update(&next, 2), Conflict::Revision)?;
    world.conflicts(update(&Record { revision: 1, ..next.clone() }, 1), Conflict::Revision)?;
    world.conflicts(update(&Record { id: 99, ..next.clone() }, 0), Conflict::Missing)?;
    world.conflicts(update(&next, 1), Conflict::NameTaken)?;
    same("the record is as it was", found(&world, &user)?, Some(user))
}

pub(super) fn two_from_one_revision_meet_in_one_group(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let user = make::user(1);
    made(&mut world, &user)?;
    let [one, other] =
        [b"one".as_slice(), b"other"].map(|body| make::revised(&user, |next| next.body = body.into()));
    let settled = world.commit(&[make::change(update(&one, 1)), make::change(update(&other, 1))])?;
    same("the second", settled.get(1), Some(&Settled::Conflict(Conflict::Revision)))?;
    same("the first stands", found(&world, &user)?, Some(one))
}

pub(super) fn it_stays_with_its_account_and_owner(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    world.written(make::create_account(&make::account(2)?))?;
    let member = make::member(1, 1, 1);
    made(&mut world, &member)?;
    let elsewhere = make::revised(&member, |next| next.account = Some(make::account_id(2)));
    let nowhere = make::revised(&member, |next| next.account = None);
    let anothers = make::revised(&member, |next| next.owner = make::user(2).id);
    for next in [elsewhere, nowhere, anothers] {
        world.conflicts(update(&next, 1), Conflict::Missing)?;
    }
    same("the record is as it was", found(&world, &member)?, Some(member))
}

pub(super) fn a_handle_may_change_to_a_free_one(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let (user, other) = (make::user(1), make::user(2));
    made(&mut world, &user)?;
    made(&mut world, &other)?;
    let renamed = make::revised(&user, |next| next.handle = Some(b"new".as_slice().into()));
    world.written(make::change(update(&renamed, 1)))?;
    same("by the new one", world.store.record_by_handle(user.kind, b"new")?, Some(renamed.clone()))?;
    let heir = make::revised(&other, |next| next.handle = user.handle.clone());
    world.written(make::change(update(&heir, 1)))?;
    let unmoved = make::revised(&renamed, |next| next.body = [1].into());
    world.written(make::change(update(&unmoved, 2)))?;
    same("by the one it had", world.store.record_by_handle(user.kind, b"handle 1")?, Some(heir))
}
