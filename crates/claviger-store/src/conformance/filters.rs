//! Every filter of the history, alone and together, means what the core says it means.

use super::paging::{query, walk};
use super::world::{World, place_of};
use super::{Broken, Fixture, Verdict, ensure, make, same};
use claviger_core::action::Action;
use claviger_core::entry::{Actor, EntryDraft, Outcome};
use claviger_core::reason::Reason;
use claviger_core::store::{Claim, HistoryQuery, Item, Which, Within};
use ipnet::IpNet;
use std::net::IpAddr;

const SOURCES: [[u8; 4]; 3] = [[192, 0, 2, 7], [192, 0, 2, 200], [203, 0, 113, 9]];

/// Calls of two keys: several actions, sources, reasons and times, with outcomes and acts.
fn colourful(fixture: &dyn Fixture) -> Result<World<'_>, Broken> {
    let mut world = World::new(fixture)?;
    let rows = [world.key(1, 0)?, world.key(2, 0)?];
    let actions = [Action::Balance, Action::AddOrder, Action::Ledgers];
    for at in 0..24u64 {
        world.wait_secs(10);
        let pick = usize::try_from(at).unwrap_or(0);
        let (Some(row), Some(action), Some(source)) = (
            rows.iter().cycle().nth(pick),
            actions.iter().cycle().nth(pick),
            SOURCES.iter().cycle().nth(pick / 2),
        ) else {
            return Err(Broken::because("cycles never end"));
        };
        let draft =
            EntryDraft { source: Some(IpAddr::from(*source)), ..make::call_entry(&row.record, *action) };
        let mut claim = Claim { draft, ..world.call(row, at + 1) };
        if at % 5 == 0 {
            claim = make::refused(claim, Reason::PermissionMissing);
        }
        finish(&mut world, claim)?;
    }
    world.written(make::note(1))?;
    Ok(world)
}

/// Settles a call, and closes it if it is open.
fn finish(world: &mut World<'_>, claim: Claim) -> Verdict {
    let draft = claim.draft.clone();
    let settled = world.one(Item::Claim(claim))?;
    if let Some(place) = place_of(&settled).filter(|_| draft.opens()) {
        world.written(make::outcome(&draft, place.sequence, Outcome::Done, b""))?;
    }
    Ok(())
}

/// Asks in pages of several sizes and compares with the core's own judgement of every entry.
fn check(world: &mut World<'_>, what: &str, filter: HistoryQuery) -> Verdict {
    for limit in [3, 100] {
        let query = HistoryQuery { limit, ..filter.clone() };
        let entries = world.entries()?;
        let wanted: Vec<_> = entries.into_iter().rev().filter(|entry| query.matches(entry)).collect();
        let found = walk(world, query, |_| Ok(()))?;
        ensure(!wanted.is_empty(), &format!("{what}: the suite wrote something that matches"))?;
        same(what, found, wanted)?;
    }
    Ok(())
}

pub(super) fn by_key(fixture: &dyn Fixture) -> Verdict {
    let mut world = colourful(fixture)?;
    for n in [1, 2] {
        check(&mut world, "key", HistoryQuery { key: Some(make::key_id(n)), ..query(0) })?;
    }
    let nobody = HistoryQuery { key: Some(make::key_id(9)), ..query(5) };
    same("a key that is not there", walk(&mut world, nobody, |_| Ok(()))?, vec![])
}

pub(super) fn by_calls_and_acts(fixture: &dyn Fixture) -> Verdict {
    let mut world = colourful(fixture)?;
    for which in [Which::All, Which::Calls, Which::Acts] {
        check(&mut world, "which", HistoryQuery { which, ..query(0) })?;
        let key = Some(make::key_id(1));
        check(&mut world, "which, of a key", HistoryQuery { which, key, ..query(0) })?;
    }
    Ok(())
}

pub(super) fn by_action_outcome_and_reason(fixture: &dyn Fixture) -> Verdict {
    let mut world = colourful(fixture)?;
    for actions in [vec![Action::AddOrder], vec![Action::Ledgers, Action::KeyCreate]] {
        check(&mut world, "actions", HistoryQuery { actions, ..query(0) })?;
    }
    for outcomes in [vec![Outcome::Done], vec![Outcome::Refused, Outcome::Changed]] {
        check(&mut world, "outcomes", HistoryQuery { outcomes, ..query(0) })?;
    }
    for reasons in [vec![Reason::PermissionMissing], vec![Reason::None, Reason::PermissionMissing]] {
        check(&mut world, "reasons", HistoryQuery { reasons, ..query(0) })?;
    }
    Ok(())
}

pub(super) fn by_several_keys(fixture: &dyn Fixture) -> Verdict {
    let mut world = colourful(fixture)?;
    let key = make::key_id;
    for keys in [vec![key(1)], vec![key(1), key(2)], vec![key(2), key(9_999)]] {
        let told = format!("{keys:?}");
        check(&mut world, &told, HistoryQuery { keys: keys.into_iter().collect(), ..query(0) })?;
    }
    let none = HistoryQuery { key: Some(key(1)), keys: [key(2)].into(), ..query(5) };
    same("a key that is not one of them", walk(&mut world, none, |_| Ok(()))?, vec![])
}

pub(super) fn by_reach(fixture: &dyn Fixture) -> Verdict {
    let mut world = colourful(fixture)?;
    let key = make::key_id;
    let within = |keys: &[u64], actor| Within { keys: keys.iter().map(|n| key(*n)).collect(), actor };
    for keys in [&[1][..], &[1, 2], &[2, 9_999], &[]] {
        let reach = Some(within(keys, Actor::System));
        check(&mut world, &format!("within {keys:?}"), HistoryQuery { within: reach, ..query(0) })?;
    }
    let nothing = Some(within(&[9_999], Actor::Key(key(9_999))));
    let none = HistoryQuery { within: nothing, ..query(5) };
    same("out of reach", walk(&mut world, none, |_| Ok(()))?, vec![])
}

pub(super) fn by_source(fixture: &dyn Fixture) -> Verdict {
    let mut world = colourful(fixture)?;
    for (block, bits) in [([192, 0, 2, 0], 24), ([192, 0, 2, 200], 32), ([203, 0, 112, 0], 20)] {
        let block = IpNet::new(IpAddr::from(block), bits).map_err(|e| Broken::because(e.to_string()))?;
        check(&mut world, "source", HistoryQuery { source: Some(block), ..query(0) })?;
    }
    Ok(())
}

/// From an instant on, up to but without another.
pub(super) fn by_time(fixture: &dyn Fixture) -> Verdict {
    let mut world = colourful(fixture)?;
    let at = |secs| Some(make::START.plus_secs(secs));
    for (from, to) in [(at(50), None), (None, at(50)), (at(50), at(60)), (at(0), at(1)), (at(45), at(131))] {
        check(&mut world, &format!("{from:?} to {to:?}"), HistoryQuery { from, to, ..query(0) })?;
    }
    let empty = HistoryQuery { from: at(60), to: at(60), ..query(5) };
    same("an empty span", walk(&mut world, empty, |_| Ok(()))?, vec![])
}

pub(super) fn all_at_once(fixture: &dyn Fixture) -> Verdict {
    let mut world = colourful(fixture)?;
    let source = IpNet::new(IpAddr::from([192, 0, 2, 0]), 24).ok();
    let filter = HistoryQuery {
        key: Some(make::key_id(1)),
        which: Which::Calls,
        actions: vec![Action::Balance, Action::Ledgers],
        outcomes: vec![Outcome::Allowed],
        reasons: vec![Reason::None],
        source,
        from: Some(make::START.plus_secs(20)),
        to: Some(make::START.plus_secs(240)),
        ..query(0)
    };
    check(&mut world, "all filters", filter)
}
