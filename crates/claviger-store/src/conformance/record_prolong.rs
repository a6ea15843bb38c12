//! The expiry of a live record moves, later and without an entry.

use super::world::World;
use super::{Broken, Fixture, Verdict, make, same};
use claviger_core::store::{Conflict, Item, Record, Settled};
use claviger_core::time::Timestamp;

const GONE: Settled = Settled::Conflict(Conflict::Missing);

fn prolong(record: &Record, expires_at: Timestamp) -> Item {
    Item::Prolong { kind: record.kind, id: record.id, expires_at }
}

/// Session 1 of person 1, on record.
fn with_session<'a>(fixture: &'a dyn Fixture) -> Result<(World<'a>, Record), Broken> {
    let mut world = World::new(fixture)?;
    let session = make::session(1, 1);
    world.written(make::records([make::create_record(&session, None)]))?;
    Ok((world, session))
}

pub(super) fn it_moves_the_expiry_and_nothing_else(fixture: &dyn Fixture) -> Verdict {
    let (mut world, session) = with_session(fixture)?;
    let (before, later) = (world.lane.head(), make::START.plus_secs(7200));
    world.wait_secs(60);
    same("prolonged", world.one(prolong(&session, later))?, Settled::Prolonged)?;
    let head = world.lane.head();
    same("sequence", (head.next_sequence, head.next_journal), (before.next_sequence, before.next_journal))?;
    same("the latest time", head.latest, world.now)?;
    let wanted = Record { expires_at: Some(later), ..session.clone() };
    for _ in 0..2 {
        same("the record", world.store.record(session.kind, session.id)?, Some(wanted.clone()))?;
        world = world.reopen()?;
    }
    // It is live now when it would not have been.
    world.now = make::START.plus_secs(7199);
    world.written(make::records([make::removed(&session)])).map(drop)
}

pub(super) fn it_brings_nothing_forward(fixture: &dyn Fixture) -> Verdict {
    let (mut world, session) = with_session(fixture)?;
    let lasting = make::user(1);
    world.written(make::records([make::create_record(&lasting, None)]))?;
    let (before, soon) = (world.lane.head(), make::START.plus_secs(60));
    world.wait_secs(1);
    for record in [&session, &lasting] {
        same("not prolonged", world.one(prolong(record, soon))?, Settled::Prolonged)?;
        same("the record", world.store.record(record.kind, record.id)?, Some(record.clone()))?;
    }
    let same_instant = session.expires_at.unwrap_or_default();
    same("by nothing", world.one(prolong(&session, same_instant))?, Settled::Prolonged)?;
    same("what wrote nothing is no time", world.lane.head(), before)
}

pub(super) fn what_is_gone_stays_gone(fixture: &dyn Fixture) -> Verdict {
    let (mut world, session) = with_session(fixture)?;
    let ended = make::session(1, 2);
    world.written(make::records([make::create_record(&ended, None)]))?;
    world.written(make::records([make::removed(&ended)]))?;
    let later = make::START.plus_secs(99_999);
    same("a removed one", world.one(prolong(&ended, later))?, GONE)?;
    same("is not there", world.store.record(ended.kind, ended.id)?, None)?;
    same("nor one that never was", world.one(prolong(&make::session(1, 3), later))?, GONE)?;
    world.wait_secs(3600);
    same("an expired one", world.one(prolong(&session, later))?, GONE)?;
    world.conflicts(claviger_core::store::Change::Records(vec![make::removed(&session)]), Conflict::Missing)
}

pub(super) fn it_is_judged_in_its_place_in_the_group(fixture: &dyn Fixture) -> Verdict {
    let (mut world, session) = with_session(fixture)?;
    let [soon, later] = [4000, 5000].map(|secs| make::START.plus_secs(secs));
    let group = [
        prolong(&session, soon),
        prolong(&session, later),
        prolong(&session, soon),
        make::records([make::removed(&session)]),
        prolong(&session, later),
    ];
    let settled = world.commit(&group)?;
    same("before it is removed", settled.get(..3), Some([const { Settled::Prolonged }; 3].as_slice()))?;
    same("and after", settled.get(4), Some(&GONE))
}
