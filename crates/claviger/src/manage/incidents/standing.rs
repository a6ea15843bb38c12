//! How far the answer to a leak has come, from what is so, and not from what somebody ticked.

use super::super::read::read;
use super::super::{Caller, ManageError, Operation};
use crate::authority::Authority;
use claviger_core::action::Action;
use claviger_core::entry::Entry;
use claviger_core::key::incident::{FromSource, Novelty};
use claviger_core::key::{KeyRecord, KeyState};
use claviger_core::time::Timestamp;
use claviger_core::token::TokenRecord;
use std::net::IpAddr;

/// Most other keys, replacements and tokens that are listed.
const MAX_LISTED: usize = 200;

/// What the leaked key still lets through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stopping {
    /// All it ever did.
    Works,
    /// Less than it did, but not nothing.
    SteppedDown,
    /// Nothing, until somebody steps it up.
    Frozen,
    /// Nothing, ever again: it is revoked, or its time is over.
    Ended,
}

impl Stopping {
    /// All of them.
    pub const ALL: [Stopping; 4] =
        [Stopping::Works, Stopping::SteppedDown, Stopping::Frozen, Stopping::Ended];

    /// Whether nothing of it is accepted.
    #[must_use]
    pub const fn is_done(self) -> bool {
        matches!(self, Stopping::Frozen | Stopping::Ended)
    }

    /// The stable machine-readable text.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Stopping::Works => "works",
            Stopping::SteppedDown => "stepped-down",
            Stopping::Frozen => "frozen",
            Stopping::Ended => "ended",
        }
    }

    pub(super) fn of(key: &KeyRecord, now: Timestamp) -> Self {
        let over = |at: Option<Timestamp>| at.is_some_and(|at| at <= now);
        match key.state {
            KeyState::Revoked => Stopping::Ended,
            _ if over(key.restrictions.expires_at) || over(key.retires_at) => Stopping::Ended,
            KeyState::Frozen => Stopping::Frozen,
            KeyState::Active => Stopping::Works,
            KeyState::ReadOnly | KeyState::CancelOnly => Stopping::SteppedDown,
        }
    }
}

/// Since when the key lets no more through than it does; none if that is not told by the acts since the moment.
pub(super) fn stopped_at(
    key: &KeyRecord,
    stopping: Stopping,
    acts: &[Entry],
    now: Timestamp,
) -> Option<Timestamp> {
    if stopping == Stopping::Works {
        return None;
    }
    let over = |at: Option<Timestamp>| at.filter(|at| *at <= now);
    let stepped = || {
        let steps = acts.iter().filter(|entry| entry.draft.key() == Some(key.id));
        let mut steps =
            steps.filter(|entry| matches!(entry.draft.action, Action::KeyStep | Action::KeyDormant));
        steps.next().map(|entry| entry.place.time)
    };
    key.revoked_at.or(over(key.retires_at)).or(over(key.restrictions.expires_at)).or_else(stepped)
}

/// Another key of the same holder or person, in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherKey {
    /// What is on record.
    pub record: KeyRecord,
    /// Whether it would take calls from any address.
    pub anywhere: bool,
    /// The new addresses of the leaked key it would take calls from.
    pub takes: Vec<IpAddr>,
}

/// The other keys of whoever held the leaked one, in force: those made since it was stopped, which may replace it, apart.
pub(super) async fn keys_beside(
    authority: &Authority,
    caller: &Caller,
    key: &KeyRecord,
    stopped_at: Option<Timestamp>,
    sources: &[FromSource],
) -> Result<(Vec<OtherKey>, Vec<OtherKey>), ManageError> {
    let all = authority.directory.of(authority, caller.account).await?.within(caller);
    let kept = |other: &KeyRecord| {
        other.id != key.id
            && other.state != KeyState::Revoked
            && (is_kin(key, other) || key.successor == Some(other.id))
    };
    let kin = all.iter().map(|listed| &listed.record).filter(|other| kept(other)).take(MAX_LISTED);
    let replaces = |other: &KeyRecord| {
        key.successor == Some(other.id) || stopped_at.is_some_and(|at| other.created_at >= at)
    };
    Ok(kin.map(|other| beside(other, sources)).partition(|other| replaces(&other.record)))
}

/// Whether two keys are held by the same; keys without a holder and a person are held by the account.
fn is_kin(key: &KeyRecord, other: &KeyRecord) -> bool {
    let same_holder = !key.holder.as_str().is_empty() && key.holder == other.holder;
    let same_person = key.member.is_some() && key.member == other.member;
    let nobodys = |key: &KeyRecord| key.holder.as_str().is_empty() && key.member.is_none();
    same_holder || same_person || nobodys(key) && nobodys(other)
}

fn beside(other: &KeyRecord, sources: &[FromSource]) -> OtherKey {
    let list = &other.restrictions.allowlist;
    let new = sources.iter().filter(|one| one.novelty == Novelty::New).filter_map(|one| one.source);
    OtherKey {
        anywhere: list.is_anywhere(),
        takes: new.filter(|source| list.allows(*source)).take(MAX_LISTED).collect(),
        record: other.clone(),
    }
}

/// The administration tokens that work and were made since the moment, or by the person the key belongs to; none if the
/// caller may not know.
pub(super) async fn tokens(
    authority: &Authority,
    caller: &Caller,
    key: &KeyRecord,
    since: Timestamp,
) -> Result<Option<Vec<TokenRecord>>, ManageError> {
    if !Operation::TokenList.allows(caller.role) {
        return Ok(None);
    }
    let (account, now, member) = (caller.account, authority.now(), key.member);
    let all = read(authority, move |store| store.tokens(account, None, usize::MAX)).await?;
    let works =
        |token: &TokenRecord| token.revoked_at.is_none() && token.expires_at.is_none_or(|at| at > now);
    let meant =
        |token: &TokenRecord| token.created_at >= since || member.is_some() && token.made_by == member;
    Ok(Some(all.into_iter().filter(|token| works(token) && meant(token)).take(MAX_LISTED).collect()))
}
