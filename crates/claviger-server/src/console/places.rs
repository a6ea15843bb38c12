//! Places for exports and live views: so many in all, and so many for each person or token, so that nobody takes those of
//! all others.

use claviger::core::principal::Principal;
use parking_lot::Mutex;
use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The places there are.
pub struct Places {
    all: Arc<Semaphore>,
    each: usize,
    held: Mutex<HashMap<Option<Principal>, usize>>,
}

/// Why there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoPlace {
    /// Whoever asks has as many as anybody may.
    OfTheirs(usize),
    /// As many are taken as there are.
    AtAll,
}

/// A place, given back when it is dropped.
pub(super) struct Place {
    places: Arc<Places>,
    whose: Option<Principal>,
    _of_all: OwnedSemaphorePermit,
}

impl Places {
    /// So many in all, of which one person or token has at most `each`.
    #[must_use]
    pub fn new(all: usize, each: usize) -> Self {
        let all = Arc::new(Semaphore::new(all.min(Semaphore::MAX_PERMITS)));
        Places { all, each, held: Mutex::default() }
    }

    /// Takes one.
    pub(super) fn take(self: &Arc<Self>, whose: Option<Principal>) -> Result<Place, NoPlace> {
        let mut held = self.held.lock();
        let own = held.get(&whose).copied().unwrap_or_default();
        if own >= self.each {
            return Err(NoPlace::OfTheirs(self.each));
        }
        let of_all = self.all.clone().try_acquire_owned().map_err(|_| NoPlace::AtAll)?;
        held.insert(whose, own.saturating_add(1));
        Ok(Place { places: self.clone(), whose, _of_all: of_all })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut held = self.places.held.lock();
        match held.get_mut(&self.whose) {
            Some(own) if *own > 1 => *own -= 1,
            _ => drop(held.remove(&self.whose)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use claviger::core::id::{TokenId, UserId};

    #[test]
    fn one_takes_their_own_and_leaves_the_others() {
        let places = Arc::new(Places::new(3, 2));
        let ada = Some(Principal::User(UserId::from_u64(1)));
        let bot = Some(Principal::Token(TokenId::from_u64(1)));
        let (one, two) = (places.take(ada).unwrap(), places.take(ada).unwrap());
        assert_eq!(places.take(ada).map(drop), Err(NoPlace::OfTheirs(2)));
        let three = places.take(bot).unwrap();
        assert_eq!(places.take(bot).map(drop), Err(NoPlace::AtAll));
        drop(one);
        let again = places.take(ada).unwrap();
        drop((two, three, again));
        assert!(places.held.lock().is_empty(), "nothing is kept of who is gone");
    }
}
