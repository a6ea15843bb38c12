//! Calls of public keys: tallied per minute and address, written once the minute is over. Up to
//! a minute of tallies may be lost in a crash; neither more nor less is claimed (DESIGN.md §3).

use super::lockout::network;
use claviger_core::action::Action;
use claviger_core::entry::{Actor, EntryDraft, Outcome, Target};
use claviger_core::id::{AccountId, KeyId};
use claviger_core::reason::{Detail, Reason};
use claviger_core::text::ClientName;
use claviger_core::time::Timestamp;
use parking_lot::Mutex;
use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};

/// Who is tallied together.
type Who = (i64, AccountId, KeyId, IpAddr, Reason);

/// The tally: bounded; beyond `capacity` new addresses of the minute are counted under none.
pub struct Tally {
    held: Mutex<HashMap<Who, (ClientName, u64, u64)>>,
    capacity: usize,
}

impl Tally {
    /// Holds at most `capacity` different ones.
    #[must_use]
    pub fn new(capacity: usize) -> Self {
        Tally { held: Mutex::default(), capacity }
    }

    /// Counts a call of a public key (with [`Reason::None`]) or its refusal.
    pub fn add(
        &self,
        key: (AccountId, KeyId, u64),
        source: IpAddr,
        client: &ClientName,
        reason: Reason,
        now: Timestamp,
    ) {
        let (account, id, revision) = key;
        let who = (now.secs().div_euclid(60), account, id, network(source), reason);
        let mut held = self.held.lock();
        let is_full = held.len() >= self.capacity && !held.contains_key(&who);
        let who = if is_full { (who.0, account, id, IpAddr::V6(Ipv6Addr::UNSPECIFIED), reason) } else { who };
        if held.len() < self.capacity.saturating_mul(2) || held.contains_key(&who) {
            held.entry(who).or_insert_with(|| (*client, revision, 0)).2 += 1;
        }
    }

    /// Takes out at most `most` of what belongs to minutes that are over (or of everything, at the
    /// end) and gives each to `write`; what that refuses, and all behind it, stays.
    pub fn flush(
        &self,
        (now, everything): (Timestamp, bool),
        most: usize,
        mut write: impl FnMut(EntryDraft) -> bool,
    ) {
        let minute = now.secs().div_euclid(60);
        let over = |who: &Who| everything || who.0 != minute;
        let taken: Vec<_> = self.held.lock().extract_if(|who, _| over(who)).take(most).collect();
        let mut taken = taken.into_iter();
        let refused = taken.find(|(who, tallied)| !write(entry(*who, *tallied)));
        let mut held = self.held.lock();
        for (who, (client, revision, count)) in refused.into_iter().chain(taken) {
            held.entry(who).or_insert((client, revision, 0)).2 += count;
        }
    }
}

fn entry(
    (_, account, key, source, reason): Who,
    (client, revision, count): (ClientName, u64, u64),
) -> EntryDraft {
    EntryDraft {
        account,
        actor: Actor::Key(key),
        action: Action::PublicData,
        target: Target::Account,
        revision,
        source: Some(source),
        client,
        outcome: Outcome::Folded,
        reason,
        detail: Detail::Count(count),
        nonce: None,
        otp_step: None,
        digest: [0; 32],
    }
}
