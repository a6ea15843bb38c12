//! Records are found by id and by handle, and listed by age.

use super::world::World;
use super::{Broken, Fixture, Verdict, make, same};
use claviger_core::store::{Record, RecordKind, RecordsOf};

pub(super) fn what_is_not_there_is_none(fixture: &dyn Fixture) -> Verdict {
    let world = World::new(fixture)?;
    for kind in RecordKind::ALL {
        same("by id", world.store.record(kind, 1)?, None)?;
        same("by handle", world.store.record_by_handle(kind, b"1")?, None)?;
        for of in [RecordsOf::Account(make::account_id(1)), RecordsOf::Owner(1), RecordsOf::Kind] {
            same("listed", world.store.records(kind, of, None, 9)?, Vec::new())?;
        }
    }
    Ok(())
}

/// Members of accounts 1 and 2, of persons 1 to 3, and records of other kinds among them.
fn members<'a>(fixture: &'a dyn Fixture) -> Result<(World<'a>, Vec<Record>), Broken> {
    let mut world = World::new(fixture)?;
    world.written(make::create_account(&make::account(2)?))?;
    let mut made = Vec::new();
    for n in 1..13 {
        let member = make::member(1 + n % 2, 1 + n % 3, n);
        let others = [make::user(n), make::session(1 + n % 3, n), make::invitation(1 + n % 2, n)];
        let all = [&member].into_iter().chain(&others);
        world.written(make::records(all.map(|one| make::create_record(one, None)).collect::<Vec<_>>()))?;
        made.push(member);
    }
    Ok((world, made))
}

/// Every page of a list.
fn pages(world: &World<'_>, of: RecordsOf, limit: usize) -> Result<Vec<Record>, Broken> {
    let (mut seen, mut after): (Vec<Record>, _) = (Vec::new(), None);
    loop {
        let page = world.store.records(RecordKind::Member, of, after, limit)?;
        same("no page is longer", page.len() <= limit, true)?;
        let Some(last) = page.last() else { return Ok(seen) };
        after = Some(last.id);
        seen.extend(page);
    }
}

fn those(made: &[Record], meant: impl Fn(&Record) -> bool) -> Vec<Record> {
    made.iter().filter(|record| meant(record)).cloned().collect()
}

pub(super) fn listed_by_age_for_account_owner_and_kind(fixture: &dyn Fixture) -> Verdict {
    let (mut world, made) = members(fixture)?;
    for _ in 0..2 {
        for account in [1, 2, 3].map(make::account_id) {
            let wanted = those(&made, |one| one.account == Some(account));
            same("of an account", pages(&world, RecordsOf::Account(account), 99)?, wanted)?;
        }
        for owner in [1, 2, 3, 4].map(|n| make::user(n).id) {
            let wanted = those(&made, |one| one.owner == owner);
            same("of an owner", pages(&world, RecordsOf::Owner(owner), 99)?, wanted)?;
        }
        same("of the kind", pages(&world, RecordsOf::Kind, 99)?, made.clone())?;
        world = world.reopen()?;
    }
    Ok(())
}

pub(super) fn paged_without_gap_or_repeat(fixture: &dyn Fixture) -> Verdict {
    let (world, made) = members(fixture)?;
    for limit in 1..6 {
        same("of the kind", pages(&world, RecordsOf::Kind, limit)?, made.clone())?;
        let (account, owner) = (make::account_id(2), make::user(2).id);
        let wanted = those(&made, |one| one.account == Some(account));
        same("of an account", pages(&world, RecordsOf::Account(account), limit)?, wanted)?;
        let wanted = those(&made, |one| one.owner == owner);
        same("of an owner", pages(&world, RecordsOf::Owner(owner), limit)?, wanted)?;
    }
    Ok(())
}

pub(super) fn a_change_keeps_the_place(fixture: &dyn Fixture) -> Verdict {
    let (mut world, mut made) = members(fixture)?;
    for member in made.iter_mut().step_by(3) {
        let next = make::revised(member, |next| next.body = b"changed".as_slice().into());
        world.written(make::records([make::update_record(&next, 1)]))?;
        *member = next;
    }
    same("of the kind", pages(&world, RecordsOf::Kind, 5)?, made)
}

pub(super) fn after_what_is_not_there_is_nothing(fixture: &dyn Fixture) -> Verdict {
    let (mut world, made) = members(fixture)?;
    let Some(first) = made.first() else { return Ok(()) };
    let listed =
        |world: &World<'_>, after| world.store.records(RecordKind::Member, RecordsOf::Kind, Some(after), 99);
    same("after the first", listed(&world, first.id)?.len(), made.len() - 1)?;
    same("after one that never was", listed(&world, 77)?, Vec::new())?;
    world.written(make::records([make::removed(first)]))?;
    same("after one that is gone", listed(&world, first.id)?, Vec::new())
}
