//! Refusals before a signature is good never hold a reply up: they are folded here, one entry
//! with a count per key, reason and source network, and written every few seconds. So is a token
//! that works no more and is still tried.

use super::lockout::network;
use claviger_core::action::Action;
use claviger_core::entry::{Actor, EntryDraft, Outcome, Target};
use claviger_core::id::AccountId;
use claviger_core::reason::{Detail, Reason};
use claviger_core::text::ClientName;
use parking_lot::Mutex;
use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};

/// What is alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Alike {
    account: AccountId,
    actor: Actor,
    revision: u64,
    reason: Reason,
    source: Option<IpAddr>,
}

#[derive(Clone)]
struct Folded {
    action: Action,
    client: ClientName,
    count: u64,
}

/// The fold: bounded; what does not fit is counted under no address, by key and reason alone.
pub struct Fold {
    held: Mutex<HashMap<Alike, Folded>>,
    capacity: usize,
}

/// A refusal to be folded.
#[derive(Debug, Clone)]
pub struct Refused<'a> {
    /// The account of the key or token that was named.
    pub account: AccountId,
    /// The key or token that was named.
    pub actor: Actor,
    /// Its revision.
    pub revision: u64,
    /// Why.
    pub reason: Reason,
    /// From where, if that is known.
    pub source: Option<IpAddr>,
    /// What was asked for.
    pub action: Action,
    /// By what client.
    pub client: &'a ClientName,
}

impl Fold {
    /// Holds at most `capacity` different ones.
    #[must_use]
    pub fn new(capacity: usize) -> Self {
        Fold { held: Mutex::default(), capacity }
    }

    /// Adds one; says whether the fold is full and should be written soon.
    pub fn add(&self, refused: &Refused<'_>) -> bool {
        self.add_so_many(refused, 1)
    }

    /// Adds `count` that are alike, likewise.
    pub fn add_so_many(&self, refused: &Refused<'_>, count: u64) -> bool {
        let alike = Alike {
            account: refused.account,
            actor: refused.actor,
            revision: refused.revision,
            reason: refused.reason,
            source: refused.source.map(network),
        };
        let mut held = self.held.lock();
        let is_full = held.len() >= self.capacity && !held.contains_key(&alike);
        // The keys that can be named are bounded by the cache; twice the capacity is the end.
        let nowhere = Alike { source: Some(IpAddr::V6(Ipv6Addr::UNSPECIFIED)), ..alike };
        let alike = if is_full { nowhere } else { alike };
        if held.len() < self.capacity.saturating_mul(2) || held.contains_key(&alike) {
            let first = || Folded { action: refused.action, client: *refused.client, count: 0 };
            let folded = held.entry(alike).or_insert_with(first);
            folded.count = folded.count.saturating_add(count);
        }
        is_full
    }

    /// Takes at most `most` out and gives each to `write`; what that refuses, and all behind it,
    /// stays.
    pub fn flush(&self, most: usize, mut write: impl FnMut(EntryDraft) -> bool) {
        let taken: Vec<(Alike, Folded)> = self.held.lock().extract_if(|_, _| true).take(most).collect();
        let mut taken = taken.into_iter();
        let refused = taken.find(|(alike, folded)| !write(entry(*alike, folded.clone())));
        let mut held = self.held.lock();
        for (alike, folded) in refused.into_iter().chain(taken) {
            let count = folded.count;
            held.entry(alike).or_insert(Folded { count: 0, ..folded }).count += count;
        }
    }
}

fn entry(alike: Alike, folded: Folded) -> EntryDraft {
    EntryDraft {
        account: alike.account,
        actor: alike.actor,
        action: folded.action,
        target: Target::Account,
        revision: alike.revision,
        source: alike.source,
        client: folded.client,
        outcome: Outcome::Folded,
        reason: alike.reason,
        detail: Detail::Count(folded.count),
        nonce: None,
        otp_step: None,
        digest: [0; 32],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use claviger_core::id::KeyId;

    fn refuse(fold: &Fold, last: u8) -> bool {
        fold.add(&Refused {
            account: AccountId::from_u64(1),
            actor: Actor::Key(KeyId::from_u64(2)),
            revision: 3,
            reason: Reason::BadSignature,
            source: Some(IpAddr::from([192, 0, 2, last])),
            action: Action::Balance,
            client: &ClientName::default(),
        })
    }

    fn counts(notes: &[EntryDraft]) -> Vec<u64> {
        let count = |note: &EntryDraft| if let Detail::Count(count) = note.detail { count } else { 0 };
        let mut counts: Vec<u64> = notes.iter().map(count).collect();
        counts.sort_unstable();
        counts
    }

    #[test]
    fn what_does_not_fit_is_counted_without_its_address() {
        let fold = Fold::new(2);
        let full: Vec<bool> = [1, 2, 1, 3, 4, 4].into_iter().map(|last| refuse(&fold, last)).collect();
        assert_eq!(full, [false, false, false, true, true, true]);
        let mut notes = Vec::new();
        fold.flush(9, |note| {
            notes.push(note);
            true
        });
        assert_eq!(counts(&notes), [1, 2, 3], "six refusals, none lost");
    }

    #[test]
    fn what_cannot_be_written_stays_and_goes_on_counting() {
        let fold = Fold::new(9);
        for last in [1, 2, 3] {
            refuse(&fold, last);
        }
        fold.flush(9, |_| false);
        refuse(&fold, 1);
        let mut notes = Vec::new();
        for _ in 0..3 {
            fold.flush(1, |note| {
                notes.push(note);
                true
            });
        }
        assert_eq!(counts(&notes), [1, 1, 2]);
    }
}
