//! The rules of a decision that rest on nothing but the key, the call and the time: no signature, no nonce, no rate, no
//! second factor. [`decide`](super::decide) goes by them for a call that is made; [`weigh`] for one that is only thought of,
//! or that was made before.

use crate::action::{Action, OrderFacts};
use crate::call::QueryDates;
use crate::key::{KeySnapshot, KeyState};
use crate::reason::{Denial, Detail, Reason};
use crate::time::Timestamp;
use std::net::IpAddr;

/// A call that is only thought of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Thought {
    /// What it asks for.
    pub action: Action,
    /// Where it comes from; none if that is not known, which no allowlist refuses here.
    pub source: Option<IpAddr>,
    /// The dates it asks for.
    pub dates: QueryDates,
    /// The state of the orders asked for, or what the report asked for is of.
    pub orders: OrderFacts,
}

impl Thought {
    /// A call of this action from there, with nothing else known.
    #[must_use]
    pub fn of(action: Action, source: Option<IpAddr>) -> Self {
        Thought { action, source, dates: QueryDates::default(), orders: OrderFacts::default() }
    }
}

/// Whether the call would be allowed, as far as these rules go, in the order of [`decide`](super::decide); the dates its result
/// would be limited to.
///
/// # Errors
/// [`Denial`]: the first rule that refuses it.
pub fn weigh(thought: &Thought, key: &KeySnapshot, now: Timestamp) -> Result<QueryDates, Denial> {
    alive(key, now)?;
    weigh_alive(thought, key)
}

/// The same for a key that is known to be alive: what is left does not depend on the time.
///
/// # Errors
/// As [`weigh`].
pub fn weigh_alive(thought: &Thought, key: &KeySnapshot) -> Result<QueryDates, Denial> {
    thought.source.map_or(Ok(()), |address| source(address, key))?;
    permission(thought.action, key, thought.orders)?;
    within_range(thought.dates, key)
}

/// Whether the key works at all at this instant.
///
/// # Errors
/// [`Denial`].
pub fn alive(key: &KeySnapshot, now: Timestamp) -> Result<(), Denial> {
    let dead = |reason, at| Err(Denial { reason, detail: Detail::At(at) });
    if key.state == KeyState::Revoked {
        let revoked = key.revoked_at().unwrap_or(now);
        // One that was revoked while it could have gone on was taken back; any other was replaced.
        return match key.retires_at().filter(|at| *at <= revoked) {
            Some(at) => dead(Reason::Retired, at),
            None => dead(Reason::Revoked, revoked),
        };
    }
    if key.held {
        return Err(Denial::bare(Reason::Restored));
    }
    if let Some(at) = key.retires_at().filter(|at| now >= *at) {
        return dead(Reason::Retired, at);
    }
    match (key.not_before(), key.expires_at) {
        (Some(from), _) if now < from => dead(Reason::NotYetValid, from),
        (_, Some(to)) if now >= to => dead(Reason::Expired, to),
        _ => Ok(()),
    }
}

pub(super) fn source(source: IpAddr, key: &KeySnapshot) -> Result<(), Denial> {
    if key.allows(source) {
        return Ok(());
    }
    Err(Denial { reason: Reason::SourceNotAllowed, detail: Detail::Source(source) })
}

pub(super) fn permission(action: Action, key: &KeySnapshot, orders: OrderFacts) -> Result<(), Denial> {
    if let Some(reason) = key.state.refuses(action.class()) {
        return Err(Denial::bare(reason));
    }
    let rule = action.rule(orders);
    if rule.holds(key.permissions) {
        return Ok(());
    }
    Err(Denial { reason: Reason::PermissionMissing, detail: Detail::Missing(rule.missing(key.permissions)) })
}

/// Dates outside the key's range are refused, never cut down silently (KRAKEN-WIRE.md §8.20);
/// dates left out mean the key's own range.
pub(super) fn within_range(asked: QueryDates, key: &KeySnapshot) -> Result<QueryDates, Denial> {
    let (from, to) = key.query_range();
    let too_early = |at| from.is_some_and(|from| at < from);
    let too_late = |at| to.is_some_and(|to| at > to);
    let outside = [asked.start, asked.end].into_iter().flatten().find(|at| too_early(*at) || too_late(*at));
    if let Some(at) = outside {
        return Err(Denial { reason: Reason::QueryOutsideRange, detail: Detail::At(at) });
    }
    Ok(QueryDates { start: asked.start.or(from), end: asked.end.or(to) })
}
