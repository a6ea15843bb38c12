//! Accounts: their names are unique on the server.

use super::world::World;
use super::{Fixture, Verdict, make, same};
use claviger_core::account::AccountRecord;
use claviger_core::store::{Change, Conflict, Settled};
use claviger_core::text::Name;

fn create(record: &AccountRecord, limit: u32) -> Change {
    Change::CreateAccount { record: record.clone(), limit }
}

pub(super) fn it_is_there_after_reopening(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::empty(fixture)?;
    same("before", world.store.account(make::account_id(1))?, None)?;
    let record = AccountRecord { name: Name::parse("Größe ' \" %")?, ..make::account(1)? };
    world.written(make::create_account(&record))?;
    for _ in 0..2 {
        same("account", world.store.account(record.id)?, Some(record.clone()))?;
        world = world.reopen()?;
    }
    Ok(())
}

pub(super) fn creating_conflicts(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let same_id = AccountRecord { id: make::account_id(1), ..make::account(2)? };
    world.conflicts(create(&same_id, 1), Conflict::Exists)?;
    let same_name = AccountRecord { name: Name::parse("ACCOUNT 1")?, ..make::account(2)? };
    world.conflicts(create(&same_name, 1), Conflict::NameTaken)?;
    world.conflicts(create(&make::account(2)?, 1), Conflict::LimitReached(1))?;
    world.written(make::change(create(&make::account(2)?, 2))).map(|_| ())
}

pub(super) fn the_limit_holds_inside_a_group(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::empty(fixture)?;
    let race = [make::change(create(&make::account(1)?, 1)), make::change(create(&make::account(2)?, 1))];
    let settled = world.commit(&race)?;
    same("the second", settled.get(1), Some(&Settled::Conflict(Conflict::LimitReached(1))))
}

pub(super) fn listed_by_age(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    for n in 2..8 {
        world.written(make::create_account(&make::account(n)?))?;
    }
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let page = world.store.accounts(after, 3)?;
        let Some(last) = page.last() else { break };
        after = Some(last.id);
        seen.extend(page.iter().map(|account| account.id));
    }
    same("pages", seen, (1..8).map(make::account_id).collect())
}
