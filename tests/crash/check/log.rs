//! The log by itself: dense, in order, one acceptance per nonce, one outcome per effect.

use super::End;
use crate::image::Image;
use claviger_core::entry::{Actor, Entry};
use std::collections::HashSet;

pub(super) fn check(image: &Image, end: End) -> Vec<String> {
    let mut complaints = order(&image.entries);
    complaints.extend(nonces(&image.entries));
    complaints.extend(outcomes(image, end));
    complaints
}

fn order(entries: &[Entry]) -> Vec<String> {
    let dense = entries.iter().zip(0..).filter(|(entry, at)| entry.place.sequence != *at);
    let mut complaints: Vec<_> =
        dense.take(1).map(|(entry, at)| format!("entry {at} has number {}", entry.place.sequence)).collect();
    let place = |entry: &Entry| (entry.place.epoch, entry.place.time);
    let falls = entries.windows(2).filter(|pair| {
        let ((e1, t1), (e2, t2)) = (place(&pair[0]), place(&pair[1]));
        e2 < e1 || t2 < t1
    });
    complaints.extend(falls.map(|pair| format!("time or epoch falls at {:?}", pair[1].place)));
    complaints
}

fn nonces(entries: &[Entry]) -> Vec<String> {
    let mut seen = HashSet::new();
    let burnt = entries.iter().filter_map(|entry| match (entry.draft.actor, entry.draft.nonce) {
        (Actor::Key(key), Some(nonce)) => Some((key, nonce)),
        _ => None,
    });
    let twice = burnt.filter(|burnt| !seen.insert(*burnt));
    twice.map(|(key, nonce)| format!("nonce {nonce} of {key} was burnt twice")).collect()
}

fn outcomes(image: &Image, end: End) -> Vec<String> {
    let outcomes = image.outcomes();
    let mut complaints = Vec::new();
    for entry in
        image.entries.iter().filter(|entry| entry.draft.opens() && matches!(entry.draft.actor, Actor::Key(_)))
    {
        let count = outcomes.get(&entry.place.sequence).map_or(0, Vec::len);
        // The last process may have died between claim and outcome; all before it were cleared up after.
        let may_be_open = end == End::Killed && entry.place.epoch == image.last_epoch();
        if count > 1 || (count == 0 && !may_be_open) {
            complaints.push(format!("claim {} has {count} outcomes", entry.place.sequence));
        }
    }
    for (claim, closing) in outcomes {
        let of = usize::try_from(claim).ok().and_then(|at| image.entries.get(at));
        let fits = of.is_some_and(|claim| {
            let same = claim.draft.digest == closing[0].draft.digest
                && claim.draft.action == closing[0].draft.action;
            same && claim.place.sequence < closing[0].place.sequence && !claim.draft.outcome.closes()
        });
        if !fits {
            complaints.push(format!("outcome {} belongs to no claim", closing[0].place.sequence));
        }
    }
    complaints
}
