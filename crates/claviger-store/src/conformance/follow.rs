//! A follower sees every entry it wants, in order, whatever it looks at at once.

use super::world::World;
use super::{Fixture, Verdict, same};
use claviger_core::action::Action;
use claviger_core::entry::{Entry, Outcome};
use claviger_core::id::LogId;
use claviger_core::store::Retention;

const DAY: i64 = 86_400;

fn wanted(action: Action, outcome: Outcome) -> bool {
    action == Action::KeyCreate || outcome == Outcome::Refused
}

/// Keys, calls that are accepted and calls that are refused.
fn mixed(world: &mut World<'_>) -> Result<(), super::Broken> {
    for number in 1..5 {
        let row = world.key(number, 0)?;
        for nonce in 1..6 {
            world.accepts(&row, nonce)?;
        }
        // A nonce that was used is refused, on record.
        world.accepts(&row, 1)?;
    }
    Ok(())
}

fn of(entries: &[Entry]) -> Vec<Entry> {
    entries.iter().filter(|entry| wanted(entry.draft.action, entry.draft.outcome)).cloned().collect()
}

pub(super) fn it_gives_all_that_is_wanted_in_pieces_of_any_size(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    mixed(&mut world)?;
    let (log, end) = (world.lane.head().log, world.lane.head().next_sequence);
    let all = of(&world.entries()?);
    for scan in [1, 3, 7, 10_000] {
        let (mut seen, mut from) = (Vec::new(), 0);
        while from < end {
            let step = world.store.follow(log, from, wanted, scan)?;
            same("where it begins", step.oldest, from)?;
            same("how far it goes", step.next, end.min(from + scan as u64))?;
            seen.extend(step.entries);
            from = step.next;
        }
        same("what was seen", seen, all.clone())?;
    }
    let nothing = world.store.follow(log, end, wanted, 10)?;
    same("at the end", (nothing.entries.len(), nothing.next, nothing.oldest), (0, end, end))?;
    let other = world.store.follow(LogId(log.0 + 7), 0, wanted, 10)?;
    same("of a log that is not there", (other.entries.len(), other.next), (0, 0))
}

pub(super) fn it_tells_what_retention_took(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    mixed(&mut world)?;
    world.wait_secs(100 * DAY);
    let row = world.key(9, 0)?;
    world.accepts(&row, 1)?;
    world.upkeep(&Retention { max_age_secs: Some(30 * DAY), max_bytes: None })?;
    let entries = world.entries()?;
    let oldest = entries.first().map_or(0, |entry| entry.place.sequence);
    let step = world.store.follow(world.lane.head().log, 0, wanted, 10_000)?;
    same("the oldest", (step.oldest, oldest > 0), (oldest, true))?;
    same("what is left", step.entries, of(&entries))
}
