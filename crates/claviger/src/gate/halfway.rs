//! Sign-ins that stopped half-way: the password was right, and the second factor does not come.
//!
//! Whoever types the code leaves nothing here. What is left after as long as a ticket lasts is told, folded per person and
//! source: somebody knows a password who has not the factor. How often it may be done is the
//! [`Throttle`](super::throttle::Throttle)'s.

use super::lockout::network;
use claviger_core::id::{AccountId, UserId};
use claviger_core::text::ClientName;
use claviger_core::time::{MICROS_PER_SEC, Timestamp};
use parking_lot::Mutex;
use std::collections::HashMap;
use std::net::IpAddr;

/// How long a second factor may follow the password, in seconds: as long as the ticket between the two is good.
pub const FACTOR_SECS: i64 = 5 * 60;

/// One person, from one network.
type Who = (UserId, Option<IpAddr>);

/// Right passwords of a person from one network, without the second factor so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stopped {
    /// The account the person would have come to.
    pub account: AccountId,
    /// The person.
    pub user: UserId,
    /// From where, to the network.
    pub source: Option<IpAddr>,
    /// By what client, the first time.
    pub client: ClientName,
    /// How often.
    pub count: u64,
    since: Timestamp,
}

/// Those that wait for their second factor; memory of this process, bounded.
pub struct Halfway {
    held: Mutex<HashMap<Who, Stopped>>,
    capacity: usize,
}

impl Halfway {
    /// Waits for the second factor of at most `capacity` at once.
    #[must_use]
    pub fn new(capacity: usize) -> Self {
        Halfway { held: Mutex::default(), capacity }
    }

    /// A right password; gives it back if there is no room, to be told at once.
    pub fn add(
        &self,
        (account, user): (AccountId, UserId),
        source: Option<IpAddr>,
        client: &ClientName,
        now: Timestamp,
    ) -> Option<Stopped> {
        let source = source.map(network);
        let stopped = Stopped { account, user, source, client: *client, count: 1, since: now };
        let mut held = self.held.lock();
        if let Some(known) = held.get_mut(&(user, source)) {
            known.count = known.count.saturating_add(1);
        } else if held.len() < self.capacity {
            held.insert((user, source), stopped);
        } else {
            return Some(stopped);
        }
        None
    }

    /// The second factor came: there is nothing to tell.
    pub fn forget(&self, user: UserId, source: Option<IpAddr>) {
        self.held.lock().remove(&(user, source.map(network)));
    }

    /// Takes out those whose factor cannot come any more; with `everything`, all.
    pub fn due(&self, now: Timestamp, everything: bool) -> Vec<Stopped> {
        let wait = FACTOR_SECS * MICROS_PER_SEC;
        let is_due = |stopped: &Stopped| everything || now.since(stopped.since) >= wait;
        self.held.lock().extract_if(|_, stopped| is_due(stopped)).map(|(_, stopped)| stopped).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_secs(1_800_000_000);

    fn add(halfway: &Halfway, user: u64, last: u8, now: Timestamp) -> Option<Stopped> {
        let who = (AccountId::from_u64(1), UserId::from_u64(user));
        halfway.add(who, Some(IpAddr::from([192, 0, 2, last])), &ClientName::default(), now)
    }

    #[test]
    fn what_nobody_comes_back_for_is_told_once_with_a_count() {
        let halfway = Halfway::new(9);
        for (user, last) in [(1, 1), (1, 1), (2, 1), (1, 2)] {
            assert_eq!(add(&halfway, user, last, NOW), None);
        }
        halfway.forget(UserId::from_u64(1), Some(IpAddr::from([192, 0, 2, 2])));
        assert!(halfway.due(NOW.plus_secs(FACTOR_SECS - 1), false).is_empty());
        let mut told: Vec<_> = halfway.due(NOW.plus_secs(FACTOR_SECS), false);
        told.sort_unstable_by_key(|stopped| stopped.user.as_u64());
        let told: Vec<_> = told.iter().map(|stopped| (stopped.user.as_u64(), stopped.count)).collect();
        assert_eq!(told, [(1, 2), (2, 1)]);
        assert!(halfway.due(NOW.plus_secs(900), true).is_empty());
    }

    #[test]
    fn what_finds_no_room_is_told_at_once_and_what_waits_is_told_in_the_end() {
        let halfway = Halfway::new(1);
        assert_eq!(add(&halfway, 1, 1, NOW), None);
        assert_eq!(add(&halfway, 2, 1, NOW).map(|stopped| stopped.count), Some(1));
        assert_eq!(add(&halfway, 1, 1, NOW), None, "what is held goes on counting");
        assert_eq!(halfway.due(NOW, true).len(), 1);
    }
}
