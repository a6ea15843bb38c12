//! What is counted of a committed call.

use super::client_of;
use claviger_core::action::Action;
use claviger_core::entry::{Actor, EntryDraft, Outcome};
use claviger_core::id::{AccountId, KeyId};
use claviger_core::reason::{Detail, Reason};
use claviger_core::store::{Item, Settled};
use claviger_core::time::Timestamp;
use std::net::IpAddr;

/// A call of a key, or several alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Counted {
    pub(crate) account: AccountId,
    pub(crate) key: KeyId,
    pub(crate) at: Timestamp,
    pub(crate) source: Option<IpAddr>,
    /// What its client is known by.
    pub(crate) client: u32,
    pub(crate) action: Action,
    /// Why it was refused; [`Reason::None`] if it was accepted.
    pub(crate) reason: Reason,
    pub(crate) count: u32,
}

impl Counted {
    /// What a committed item counts for; none if it is not a call.
    pub(crate) fn committed(item: &Item, settled: &Settled) -> Option<Self> {
        match (item, settled) {
            (Item::Claim(claim), Settled::Accepted(place)) => Counted::of(&claim.draft, place.time),
            (Item::Claim(claim), Settled::Refused(place, denial)) => {
                let counted = Counted::one(&claim.draft, place.time)?;
                Some(Counted { reason: denial.reason, ..counted })
            }
            (Item::Note(draft), Settled::Written(place)) => Counted::of(draft, place.time),
            _ => None,
        }
    }

    /// What an entry counts for; none if it is not a call, or the outcome of one that was counted.
    pub(crate) fn of(draft: &EntryDraft, at: Timestamp) -> Option<Self> {
        match (draft.outcome, &draft.detail) {
            (Outcome::Allowed | Outcome::Refused, _) => Counted::one(draft, at),
            (Outcome::Folded, Detail::Count(count)) => {
                let count = u32::try_from(*count).unwrap_or(u32::MAX);
                Counted::one(draft, at).map(|one| Counted { count, ..one })
            }
            _ => None,
        }
    }

    fn one(draft: &EntryDraft, at: Timestamp) -> Option<Self> {
        let Actor::Key(key) = draft.actor else { return None };
        let EntryDraft { account, source, action, reason, .. } = *draft;
        Some(Counted { account, key, at, source, client: client_of(&draft.client), action, reason, count: 1 })
    }
}
