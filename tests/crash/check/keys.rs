//! Keys, against what their clients asked for and against their entries.

use crate::book::{Book, KeyStory};
use crate::image::Image;
use claviger_core::action::Action;
use claviger_core::entry::{Entry, Outcome, Target};
use claviger_core::id::KeyId;
use claviger_core::key::{KeyRecord, KeyState};
use std::collections::HashMap;

pub(super) fn check(book: &Book, image: &Image) -> Vec<String> {
    let mut acts: HashMap<KeyId, Vec<&Entry>> = HashMap::new();
    for entry in image.entries.iter().filter(|entry| entry.draft.outcome == Outcome::Changed) {
        if let Target::Key(key) = entry.draft.target {
            acts.entry(key).or_default().push(entry);
        }
    }
    let evidence =
        image.keys.iter().filter_map(|key| evident(key, acts.get(&key.id).map_or(&[][..], Vec::as_slice)));
    let known: HashMap<_, _> = image.keys.iter().map(|key| (key.id, key)).collect();
    let orphans = acts.keys().filter(|key| !known.contains_key(*key));
    let names: HashMap<&str, &KeyRecord> = image.keys.iter().map(|key| (key.name.as_str(), key)).collect();
    let told = book.keys.iter().filter_map(|story| told(story, &names));
    evidence
        .chain(orphans.map(|key| format!("there are entries of {key}, but no such key")))
        .chain(told)
        .collect()
}

/// A key has one entry for its making and one for each change since, the last of which made what it is now.
fn evident(key: &KeyRecord, acts: &[&Entry]) -> Option<String> {
    let made = acts.iter().filter(|entry| entry.draft.action == Action::KeyCreate).count();
    let rises = acts.windows(2).all(|pair| pair[0].draft.revision < pair[1].draft.revision);
    let last = acts.last().map(|entry| (entry.draft.revision, entry.draft.action == Action::KeyRevoke));
    let fits = made == 1 && rises && last == Some((key.revision, key.state == KeyState::Revoked));
    let (id, revision, state) = (key.id, key.revision, key.state);
    (!fits).then(|| format!("{id} at revision {revision}, {state:?}: made {made} times, last entry {last:?}"))
}

/// What was acknowledged holds; what was not is wholly there or wholly absent, which [`evident`] says.
fn told(story: &KeyStory, names: &HashMap<&str, &KeyRecord>) -> Option<String> {
    let first = names.get(story.name.as_str());
    let second = story.renamed.as_ref().and_then(|(name, _)| names.get(name.as_str()));
    let complaint = match (first.or(second), &story.id) {
        (None, Some(_)) => "was acknowledged, and is not there",
        (Some(key), Some(id)) if key.id != *id => "is there under another id",
        (Some(_), _) if first.is_some() && second.is_some() => "is there under both names",
        (Some(_), _) if second.is_none() && matches!(story.renamed, Some((_, true))) => "has its old name",
        (Some(key), _) if story.revoked == Some(true) && key.state != KeyState::Revoked => {
            "was revoked, and lives"
        }
        (Some(key), _) if story.revoked.is_none() && key.state == KeyState::Revoked => {
            "is revoked; nobody asked for it"
        }
        _ => return None,
    };
    Some(format!("key {:?} {complaint}", story.name))
}
