//! What a key was used for, from its recorded calls.

use super::needs::{rules, used_by};
use super::recorded::{Recorded, Span};
use super::{propose, propose_sources};
use crate::action::Action;
use crate::allowlist::Allowlist;
use crate::key::KeyRecord;
use crate::permission::{Permission, PermissionSet};
use crate::reason::Reason;
use std::collections::BTreeMap;
use std::net::IpAddr;

/// Most addresses kept apart; from more than these nothing is proposed.
pub const MAX_SOURCES: usize = 1_024;

/// What a key was used for. Calls may be shown to it in any order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Used {
    /// Its allowed calls by action.
    pub actions: BTreeMap<Action, Span>,
    /// Its allowed calls by address, at most [`MAX_SOURCES`] of them.
    pub sources: BTreeMap<IpAddr, Span>,
    /// There were more addresses than are kept.
    pub more_sources: bool,
    /// Its refused calls by reason. Unproven ones (a wrong signature) are nobody's.
    pub refused: BTreeMap<Reason, Span>,
}

/// A permission of a key, with the calls that needed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PermissionUse {
    /// The permission.
    pub permission: Permission,
    /// The calls that needed it; none if no call did.
    pub used: Option<Span>,
}

/// What a review proposes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The smallest part of the key's permissions that would have allowed all that was allowed and still is.
    pub permissions: PermissionSet,
    /// The smallest allowlist with every address seen; none if there is none to offer. Never applied unasked.
    pub allowlist: Option<Allowlist>,
    /// What was used and is not allowed any more, since the key was narrowed meanwhile.
    pub gone: Vec<Action>,
}

impl Used {
    /// Takes note of a call.
    pub fn look(&mut self, call: &Recorded) {
        let span = Span::of(call);
        match call.reason {
            Reason::None => {
                add(&mut self.actions, call.action, span);
                self.see(call.source, span);
            }
            Reason::BadSignature | Reason::UnknownKey | Reason::LockedOut => {}
            reason => add(&mut self.refused, reason, span),
        }
    }

    fn see(&mut self, source: Option<IpAddr>, span: Span) {
        let Some(source) = source else { return };
        if self.sources.len() >= MAX_SOURCES && !self.sources.contains_key(&source) {
            self.more_sources = true;
            return;
        }
        add(&mut self.sources, source, span);
    }

    /// All of its allowed calls; none if there was none.
    #[must_use]
    pub fn allowed(&self) -> Option<Span> {
        sum(self.actions.values())
    }

    /// All of its refused calls; none if there was none.
    #[must_use]
    pub fn refusals(&self) -> Option<Span> {
        sum(self.refused.values())
    }

    /// What to narrow the key to.
    #[must_use]
    pub fn proposal(&self, key: &KeyRecord) -> Proposal {
        let actions = || self.actions.keys().copied();
        let allowed = |address: &IpAddr| key.restrictions.allowlist.allows(*address);
        let seen = self.sources.keys().copied().filter(allowed);
        let list = propose_sources(seen, &key.restrictions.allowlist);
        Proposal {
            permissions: propose(key.permissions, actions()),
            allowlist: list.filter(|list| !self.more_sources && *list != key.restrictions.allowlist),
            gone: actions().filter(|action| rules(key.permissions, [*action]).is_empty()).collect(),
        }
    }

    /// Each permission of a key, with the calls that needed it. Where one of several was enough, it is the one that would be
    /// kept; so a permission was used if, and only if, the proposal has it.
    #[must_use]
    pub fn permissions(&self, granted: PermissionSet) -> Vec<PermissionUse> {
        let kept = propose(granted, self.actions.keys().copied());
        let needs = |permission: Permission| {
            let by = self.actions.iter().filter(|(action, _)| used_by(**action, kept).contains(permission));
            sum(by.map(|(_, span)| span))
        };
        granted.iter().map(|permission| PermissionUse { permission, used: needs(permission) }).collect()
    }
}

fn add<K: Ord>(spans: &mut BTreeMap<K, Span>, key: K, span: Span) {
    spans.entry(key).and_modify(|known| known.add(&span)).or_insert(span);
}

fn sum<'a>(spans: impl Iterator<Item = &'a Span>) -> Option<Span> {
    spans.copied().reduce(|mut sum, span| {
        sum.add(&span);
        sum
    })
}
