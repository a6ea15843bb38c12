//! What is new in the use of keys: noticed where calls are counted, looked into by whoever tells of it.
//!
//! Bounded: what is noticed of more keys at once than [`MOST`] is passed over, and noticed again when it comes again. So this is
//! a help for people to watch their keys, and no record of anything.

use claviger_core::action::Action;
use claviger_core::id::KeyId;
use claviger_core::time::Timestamp;
use parking_lot::Mutex;
use std::collections::BTreeMap;

/// Most keys of which something is noticed at once.
const MOST: usize = 10_000;
/// Most places of one key that are noticed at once.
const PLACES: usize = 16;

/// What one call was noticed for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Noticed {
    /// It came from another place than the one before, if one before is known.
    pub(crate) place: Option<(u64, Option<u64>)>,
    /// Its action was not seen before, as far as is known.
    pub(crate) action: Option<Action>,
    /// Calls of this hour, and most of any hour before, if it is far above.
    pub(crate) rate: Option<(u32, u32)>,
}

/// What is new in the use of one key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct News {
    /// Where it was used before the first of the places, if that is known.
    pub before: Option<u64>,
    /// Places it was used from, in order.
    pub places: Vec<u64>,
    /// What it did.
    pub actions: Vec<Action>,
    /// Calls of an hour, and most of any hour of the two days before it.
    pub rate: Option<(u32, u32)>,
    /// When the first of it was noticed.
    pub since: Option<Timestamp>,
}

impl News {
    /// Adds what is newer.
    pub(crate) fn join(&mut self, newer: &News) {
        for place in &newer.places {
            if !self.places.contains(place) && self.places.len() < PLACES {
                self.places.push(*place);
            }
        }
        for action in &newer.actions {
            if !self.actions.contains(action) {
                self.actions.push(*action);
            }
        }
        self.rate = newer.rate.or(self.rate);
        self.since = self.since.or(newer.since);
    }
}

/// What is new of all keys, until it is taken.
#[derive(Default)]
pub(crate) struct Newest(Mutex<BTreeMap<KeyId, News>>);

impl Newest {
    pub(crate) fn add(&self, key: KeyId, at: Timestamp, noticed: &Noticed) {
        if *noticed == Noticed::default() {
            return;
        }
        let mut all = self.0.lock();
        if all.len() >= MOST && !all.contains_key(&key) {
            return;
        }
        let news = all.entry(key).or_default();
        news.since.get_or_insert(at);
        if let Some((place, before)) = noticed.place {
            if news.places.is_empty() {
                news.before = before;
            }
            if !news.places.contains(&place) && news.places.len() < PLACES {
                news.places.push(place);
            }
        }
        if let Some(action) = noticed.action
            && !news.actions.contains(&action)
        {
            news.actions.push(action);
        }
        news.rate = noticed.rate.or(news.rate);
    }

    /// Takes what is new of some keys.
    pub(crate) fn take(&self, most: usize) -> Vec<(KeyId, News)> {
        let mut all = self.0.lock();
        std::iter::from_fn(|| all.pop_first()).take(most).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_secs(1_800_000_000);

    #[test]
    fn it_is_taken_once_and_bounded() {
        let newest = Newest::default();
        newest.add(KeyId::from_u64(1), NOW, &Noticed::default());
        assert!(newest.take(9).is_empty(), "nothing new");
        for place in 0..2 * PLACES as u64 {
            newest.add(
                KeyId::from_u64(1),
                NOW,
                &Noticed { place: Some((place, Some(77))), ..Noticed::default() },
            );
        }
        let taken = newest.take(9);
        assert_eq!(taken.len(), 1);
        assert_eq!((taken[0].1.places.len(), taken[0].1.before), (PLACES, Some(77)));
        for key in 0..2 * MOST as u64 {
            let noticed = Noticed { action: Some(Action::Balance), ..Noticed::default() };
            newest.add(KeyId::from_u64(key), NOW, &noticed);
        }
        assert_eq!(newest.take(usize::MAX).len(), MOST);
    }
}
