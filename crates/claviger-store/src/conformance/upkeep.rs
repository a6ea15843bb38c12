//! Upkeep may come at any time and changes nothing that can be seen, retention aside.

use super::world::World;
use super::{Broken, Fixture, Verdict, make, paging, same};
use claviger_core::entry::{Entry, Outcome};
use claviger_core::store::{Item, JournalRecord, KeyFilter, KeyRow, LaneHead, OpenClaim, Retention};

/// No limit of age or size.
pub(crate) const KEEP_ALL: Retention = Retention { max_age_secs: None, max_bytes: None };

/// Everything that can be seen without writing.
#[derive(Debug, PartialEq)]
struct Seen {
    head: LaneHead,
    open: Vec<OpenClaim>,
    entries: Vec<Entry>,
    history: Vec<Entry>,
    keys: Vec<KeyRow>,
    journal: Vec<JournalRecord>,
    snapshot: Option<(u64, Vec<u8>)>,
}

fn look(world: &World<'_>) -> Result<Seen, Broken> {
    let mut open = world.lane.open_claims();
    open.sort_by_key(|claim| claim.sequence);
    Ok(Seen {
        head: world.lane.head(),
        open,
        entries: world.entries()?,
        history: world.store.history(&paging::query(10_000))?.entries,
        keys: world.store.keys(make::account_id(1), &KeyFilter::default(), None, 100)?,
        journal: world.store.journal(0, 100)?,
        snapshot: world.store.journal_snapshot()?,
    })
}

/// Upkeep, with the clock standing and moving.
fn unseen(world: &mut World<'_>, what: &str) -> Verdict {
    let (before, now) = (look(world)?, world.now);
    for secs in [0, 30] {
        world.wait_secs(secs);
        same("dropped", world.upkeep(&KEEP_ALL)?, 0)?;
        same(what, &look(world)?, &before)?;
    }
    world.now = now;
    Ok(())
}

pub(super) fn at_any_point_of_a_history(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::empty(fixture)?;
    unseen(&mut world, "an empty store")?;
    world.written(make::create_account(&make::account(1)?))?;
    let row = world.key(1, 10)?;
    unseen(&mut world, "a new key")?;
    for nonce in [100, 95, 103] {
        world.accepts(&row, nonce)?;
        unseen(&mut world, "a call")?;
    }
    let order = make::order(&row.record, 110, world.now);
    let draft = order.draft.clone();
    let claim = world.written(Item::Claim(order))?.sequence;
    unseen(&mut world, "an open claim")?;
    world.written(make::outcome(&draft, claim, Outcome::Done, b"filled"))?;
    unseen(&mut world, "an outcome")?;
    let row = world.edit(&row, |row| row.record.restrictions.nonce_window = 500)?;
    unseen(&mut world, "another window")?;
    same("a used nonce", world.accepts(&row, 100)?, false)?;
    same("one the window closed", world.accepts(&row, 90)?, false)?;
    same("a new nonce", world.accepts(&row, 200)?, true)?;
    world = world.reopen()?;
    unseen(&mut world, "after reopening")?;
    same("inside the window", world.accepts(&row, 150)?, true)
}

/// The remembered nonces after upkeep and reopening are those burnt.
pub(super) fn nonces_after_it_are_those_burnt(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 6)?;
    let burnt = [10, 8, 9, 12];
    for nonce in burnt {
        super::ensure(world.accepts(&row, nonce)?, "new")?;
        world.upkeep(&KEEP_ALL)?;
    }
    world = world.reopen()?;
    for nonce in burnt {
        super::ensure(!world.accepts(&row, nonce)?, "used")?;
    }
    same("between them", world.accepts(&row, 11)?, true)?;
    same("below the window", world.accepts(&row, 6)?, false)
}
