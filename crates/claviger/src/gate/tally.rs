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
use std::net::IpAddr;

/// Who is tallied together.
type Who = (i64, AccountId, KeyId, IpAddr, Reason);

/// The tally: bounded; beyond `capacity` new addresses of the minute are not told apart in time,
/// they wait for the next write.
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
        if held.len() < self.capacity || held.contains_key(&who) {
            held.entry(who).or_insert_with(|| (client.clone(), revision, 0)).2 += 1;
        }
    }

    /// Takes out what belongs to minutes that are over (or everything, at the end) as entries.
    pub fn drain(&self, now: Timestamp, everything: bool) -> Vec<EntryDraft> {
        let minute = now.secs().div_euclid(60);
        let mut held = self.held.lock();
        let over = held.extract_if(|who, _| everything || who.0 != minute);
        over.map(|(who, tallied)| entry(who, tallied)).collect()
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
