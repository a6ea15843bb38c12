//! The log is read forwards as it was written.

use super::world::{LOG, World};
use super::{Broken, Fixture, Verdict, make, same};
use claviger_core::action::Action;
use claviger_core::entry::{Actor, Entry, EntryDraft, Outcome, Target};
use claviger_core::id::LogId;
use claviger_core::permission::{Permission, PermissionSet};
use claviger_core::reason::{Detail, Reason};
use claviger_core::store::Item;
use claviger_core::text::ClientName;

pub(super) fn read_in_pages_from_any_sequence(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    for size in [3, 1, 9, 4] {
        world.commit(&vec![make::note(1); size])?;
    }
    let all = world.entries()?;
    same("entries", all.len(), 18)?;
    for (from, limit) in [(0, 1), (0, 5), (2, 4), (4, 11), (17, 5), (16, 2)] {
        let page = world.store.entries(LOG, from, limit)?;
        let wanted: Vec<Entry> = all.iter().skip(from as usize).take(limit).cloned().collect();
        same(&format!("{limit} from {from}"), page, wanted)?;
    }
    same("past the end", world.store.entries(LOG, 18, 5)?, vec![])?;
    same("far past the end", world.store.entries(LOG, u64::MAX, 5)?, vec![])?;
    same("of another log", world.store.entries(LogId(77), 0, 5)?, vec![])
}

/// One entry of every detail, with every optional part.
fn shapes() -> Vec<EntryDraft> {
    let set = PermissionSet::of(&[Permission::WithdrawFunds, Permission::QueryLedger]);
    let details = [
        Detail::None,
        Detail::Missing(set),
        Detail::Nonce { given: u64::MAX, needed: 0 },
        Detail::At(make::START),
        Detail::Source([0x2001, 0xdb8, 0, 0, 0, 0, 0, 1].into()),
        Detail::Count(u64::MAX),
        Detail::Claim(u64::MAX),
        Detail::Upstream { claim: 3, said: "EGeneral:Größe \u{0} 🤖".into() },
        Detail::Change("x".repeat(500).into()),
    ];
    let shape = |detail| EntryDraft {
        actor: Actor::Token(make::token_id(4)),
        target: Target::Key(make::key_id(5)),
        revision: u64::MAX,
        source: Some([0x2001, 0xdb8, 0, 0, 0, 0, 0, 2].into()),
        client: ClientName::from_bytes(&[b'c'; 64]),
        reason: Reason::UpstreamRefused,
        detail,
        digest: [255; 32],
        ..make::entry(1, Action::AdminRefused, Outcome::Folded)
    };
    details.into_iter().map(shape).collect()
}

pub(super) fn every_shape_is_read_as_written(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let drafts = shapes();
    let group: Vec<Item> = drafts.iter().cloned().map(Item::Note).collect();
    world.commit(&group)?;
    for _ in 0..2 {
        let read: Vec<_> = world.entries()?.into_iter().skip(1).map(|entry| entry.draft).collect();
        same("entries", read, drafts.clone())?;
        world = world.reopen()?;
    }
    Ok(())
}

/// What the commit answered is where the entry stands.
pub(super) fn places_are_those_answered(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    for _ in 0..3 {
        world.wait_secs(1);
        let place = world.written(make::note(1))?;
        same("log", place.log, LOG)?;
        same("epoch", place.epoch, world.lane.head().epoch)?;
        world.entry(place)?;
        world = world.reopen()?;
    }
    Ok(())
}

pub(super) fn counts_are_told(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    let dead = make::revoked(&row, world.now);
    world.written(make::update_key(&dead, 1))?;
    world.key(2, 0)?;
    let stats = world.store.stats()?;
    same("keys, revoked ones included", stats.keys, 2)?;
    same("oldest sequence", stats.oldest_sequence, 0)?;
    same("next sequence", stats.next_sequence, world.lane.head().next_sequence)?;
    if stats.bytes == 0 { Err(Broken::because("a store takes bytes")) } else { Ok(()) }
}
