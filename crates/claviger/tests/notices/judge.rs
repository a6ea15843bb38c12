//! What has to come to a receiver, told from the log, and what did.

use crate::post::Letter;
use claviger::core::action::Action;
use claviger::core::entry::{Entry, Outcome};
use claviger::core::notices::EventId;
use std::collections::BTreeMap;

/// What is told of by default among what these tests do.
const TOLD: [Action; 3] = [Action::KeyCreate, Action::KeyStep, Action::KeyRevoke];

/// The ids of what has to come, in order.
pub(crate) fn wanted(entries: &[Entry]) -> Vec<String> {
    let told = |entry: &&Entry| entry.draft.outcome == Outcome::Changed && TOLD.contains(&entry.draft.action);
    entries.iter().filter(told).map(|entry| EventId::of(&entry.place).to_string()).collect()
}

/// Everything that is on record came, and nothing else; in its order, each again only before the next; and what came again
/// was what had come.
pub(crate) fn judge(wanted: &[String], letters: &[Letter]) -> Result<(), String> {
    let (mut last, mut bodies, mut taken) = (0, BTreeMap::new(), vec![false; wanted.len()]);
    for letter in letters {
        let Some(at) = wanted.iter().position(|id| *id == letter.event) else {
            return Err(format!("{} is not on record", letter.event));
        };
        if at < last {
            return Err(format!("{} came after {}", letter.event, wanted[last]));
        }
        let body = bodies.entry(at).or_insert(&letter.body);
        if **body != letter.body {
            return Err(format!("{} came in other words", letter.event));
        }
        (last, taken[at]) = (at, taken[at] || letter.taken);
    }
    match taken.iter().position(|taken| !taken) {
        Some(at) => Err(format!("{} never came ({at} of {})", wanted[at], wanted.len())),
        None => Ok(()),
    }
}

/// The letters about entries, without those of the first `skip`: what is due by itself (a channel that fails) has no entry.
pub(crate) fn about_entries(letters: Vec<Letter>, before: &[Entry]) -> Vec<Letter> {
    let before: Vec<String> = before.iter().map(|entry| EventId::of(&entry.place).to_string()).collect();
    let is_of_entry = |letter: &Letter| {
        letter.event.strip_prefix("evt_").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    letters.into_iter().filter(|letter| is_of_entry(letter) && !before.contains(&letter.event)).collect()
}
