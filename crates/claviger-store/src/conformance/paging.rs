//! The history is read backwards in pages, while new entries arrive.

use super::world::World;
use super::{Broken, Fixture, Verdict, ensure, make, same};
use claviger_core::entry::Entry;
use claviger_core::store::{HistoryQuery, Item, KeyRow};

/// A query of account 1.
pub(super) fn query(limit: usize) -> HistoryQuery {
    HistoryQuery { account: Some(make::account_id(1)), limit, max_scan: 100_000, ..HistoryQuery::default() }
}

/// Follows the cursor to the end; before each further page, `meanwhile`.
pub(super) fn walk(
    world: &mut World<'_>,
    mut query: HistoryQuery,
    mut meanwhile: impl FnMut(&mut World<'_>) -> Verdict,
) -> Result<Vec<Entry>, Broken> {
    let mut seen = Vec::new();
    for _ in 0..10_000 {
        let page = world.store.history(&query)?;
        ensure(page.entries.len() <= query.limit, "a page has at most its limit")?;
        seen.extend(page.entries);
        if page.next.is_none() {
            return Ok(seen);
        }
        query.cursor = page.next;
        meanwhile(world)?;
    }
    Err(Broken::because("the pages never end"))
}

fn nothing(_: &mut World<'_>) -> Verdict {
    Ok(())
}

/// What a query means, from all entries.
fn meant(world: &World<'_>, query: &HistoryQuery) -> Result<Vec<Entry>, Broken> {
    Ok(world.entries()?.into_iter().rev().filter(|entry| query.matches(entry)).collect())
}

/// Two keys of account 1 and one of account 2, with calls in groups of several sizes.
pub(super) fn busy(fixture: &dyn Fixture) -> Result<(World<'_>, Vec<KeyRow>), Broken> {
    let mut world = World::new(fixture)?;
    world.written(make::create_account(&make::account(2)?))?;
    let foreign = make::key(2, 3)?;
    world.written(make::create_key(&foreign))?;
    let rows = vec![world.key(1, 0)?, world.key(2, 0)?, foreign];
    let mut nonce = 0;
    for size in [1, 5, 2, 17, 1, 30] {
        world.wait_secs(1);
        let calls = (0..size).map(|_| {
            nonce += 1;
            rows.iter().cycle().nth(nonce as usize).map(|row| Item::Claim(world.call(row, nonce)))
        });
        let group: Vec<Item> = calls.flatten().collect();
        world.commit(&group)?;
    }
    Ok((world, rows))
}

pub(super) fn newest_first(fixture: &dyn Fixture) -> Verdict {
    let (mut world, _) = busy(fixture)?;
    let wanted = meant(&world, &query(1000))?;
    ensure(wanted.len() > 30, "the suite wrote enough")?;
    same("one page", walk(&mut world, query(1000), nothing)?, wanted)
}

pub(super) fn pages_of_any_size_cover_it_once(fixture: &dyn Fixture) -> Verdict {
    let (mut world, rows) = busy(fixture)?;
    let keys = [None, rows.first().map(|row| row.record.id)];
    for key in keys {
        for limit in [1, 2, 7, 16] {
            let query = HistoryQuery { key, ..query(limit) };
            let wanted = meant(&world, &query)?;
            same(&format!("pages of {limit}, {key:?}"), walk(&mut world, query, nothing)?, wanted)?;
        }
    }
    Ok(())
}

/// A page may be short, even empty, when it would mean too much looking; the cursor goes on.
pub(super) fn looking_is_bounded(fixture: &dyn Fixture) -> Verdict {
    let (mut world, rows) = busy(fixture)?;
    for max_scan in [1, 3, 10] {
        let key = rows.first().map(|row| row.record.id);
        let query = HistoryQuery { key, max_scan, ..query(5) };
        let wanted = meant(&world, &query)?;
        same(&format!("looking at {max_scan}"), walk(&mut world, query, nothing)?, wanted)?;
    }
    Ok(())
}

pub(super) fn new_entries_disturb_no_page(fixture: &dyn Fixture) -> Verdict {
    let (mut world, rows) = busy(fixture)?;
    let mut nonce = 1_000;
    let query = query(4);
    let wanted = meant(&world, &query)?;
    let seen = walk(&mut world, query, |world| {
        for row in &rows {
            nonce += 1;
            world.accepts(row, nonce)?;
        }
        Ok(())
    })?;
    same("what was there when the reader began", seen, wanted)
}

pub(super) fn pages_go_on_after_reopening_and_upkeep(fixture: &dyn Fixture) -> Verdict {
    let (world, rows) = busy(fixture)?;
    let mut query = HistoryQuery { key: rows.first().map(|row| row.record.id), ..query(3) };
    let wanted = meant(&world, &query)?;
    let (mut world, mut seen) = (world, Vec::new());
    loop {
        let page = world.store.history(&query)?;
        seen.extend(page.entries);
        if page.next.is_none() {
            return same("pages", seen, wanted);
        }
        query.cursor = page.next;
        world.upkeep(&super::KEEP_ALL)?;
        world = world.reopen()?;
    }
}

/// No entry of another account in any page, whatever is asked.
pub(super) fn accounts_do_not_see_each_other(fixture: &dyn Fixture) -> Verdict {
    let (mut world, rows) = busy(fixture)?;
    for n in [1, 2] {
        let own = HistoryQuery { account: Some(make::account_id(n)), ..query(5) };
        let seen = walk(&mut world, own, nothing)?;
        ensure(!seen.is_empty(), "its own entries are there")?;
        let account = make::account_id(n);
        ensure(seen.iter().all(|entry| entry.draft.account == account), "an entry of another account")?;
    }
    let foreign = rows.last().map(|row| row.record.id);
    let spied = walk(&mut world, HistoryQuery { key: foreign, ..query(5) }, nothing)?;
    same("another account's key", spied, vec![])?;
    let all = walk(&mut world, HistoryQuery { account: None, ..query(9) }, nothing)?;
    same("the host sees all", all.len(), world.entries()?.len())
}

/// A call that was answered is in the next page read.
pub(super) fn a_committed_entry_is_seen_at_once(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    for nonce in 1..20 {
        let place = world.written(Item::Claim(world.call(&row, nonce)))?;
        let by_key = HistoryQuery { key: Some(row.record.id), ..query(1) };
        let page = world.store.history(&by_key)?;
        same("newest entry of the key", page.entries.first().map(|entry| entry.place), Some(place))?;
    }
    Ok(())
}
