//! Refusals before a signature is good never hold a reply up: they are folded here, one entry
//! with a count per key, reason and source network, and written every few seconds.

use super::lockout::network;
use claviger_core::action::Action;
use claviger_core::entry::{Actor, EntryDraft, Outcome, Target};
use claviger_core::id::{AccountId, KeyId};
use claviger_core::reason::{Detail, Reason};
use claviger_core::text::ClientName;
use parking_lot::Mutex;
use std::collections::HashMap;
use std::net::IpAddr;

/// What is alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Alike {
    account: AccountId,
    key: KeyId,
    revision: u64,
    reason: Reason,
    source: IpAddr,
}

struct Folded {
    action: Action,
    client: ClientName,
    count: u64,
}

/// The fold: bounded; what does not fit is counted under the first source of its key.
pub struct Fold {
    held: Mutex<HashMap<Alike, Folded>>,
    capacity: usize,
}

/// A refusal to be folded.
#[derive(Debug, Clone)]
pub struct Refused<'a> {
    /// The account of the key that was named.
    pub account: AccountId,
    /// The key that was named.
    pub key: KeyId,
    /// Its revision.
    pub revision: u64,
    /// Why.
    pub reason: Reason,
    /// From where.
    pub source: IpAddr,
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

    /// Adds one; says whether the fold is full and should be written soon. When it is full, a new
    /// kind of refusal is not held (its count shows in the metrics only).
    pub fn add(&self, refused: &Refused<'_>) -> bool {
        let alike = Alike {
            account: refused.account,
            key: refused.key,
            revision: refused.revision,
            reason: refused.reason,
            source: network(refused.source),
        };
        let mut held = self.held.lock();
        if held.len() >= self.capacity && !held.contains_key(&alike) {
            return true;
        }
        let first = || Folded { action: refused.action, client: refused.client.clone(), count: 0 };
        held.entry(alike).or_insert_with(first).count += 1;
        false
    }

    /// Takes everything out as entries.
    pub fn drain(&self) -> Vec<EntryDraft> {
        std::mem::take(&mut *self.held.lock())
            .into_iter()
            .map(|(alike, folded)| entry(alike, folded))
            .collect()
    }
}

fn entry(alike: Alike, folded: Folded) -> EntryDraft {
    EntryDraft {
        account: alike.account,
        actor: Actor::Key(alike.key),
        action: folded.action,
        target: Target::Account,
        revision: alike.revision,
        source: Some(alike.source),
        client: folded.client,
        outcome: Outcome::Folded,
        reason: alike.reason,
        detail: Detail::Count(folded.count),
        nonce: None,
        otp_step: None,
        digest: [0; 32],
    }
}
