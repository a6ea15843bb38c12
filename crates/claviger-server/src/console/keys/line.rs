//! A key at a glance.

use super::super::page::time::Moment;
use super::super::page::{counted, number};
use super::super::svg::spark;
use super::concern::ConcernView;
use super::marks::{Badge, Chip, badge, chips, kind};
use claviger::core::key::{KeyRecord, KeyState};
use claviger::core::otp::SecondFactorKind;
use claviger::core::role::Role;
use claviger::core::time::Timestamp;
use claviger::manage::Operation;
use claviger::manage::keys::{KeyLine, LineUse};

/// An expiry this near stands out.
const SOON_SECS: i64 = 14 * 86_400;

/// A key as a line of the list.
#[derive(Debug, Clone)]
pub(in super::super) struct Line {
    pub(in super::super) href: String,
    pub(in super::super) name: String,
    pub(in super::super) holder: String,
    pub(in super::super) application: String,
    /// The first characters of the public half.
    pub(in super::super) public: String,
    pub(in super::super) kind: &'static str,
    pub(in super::super) badge: Badge,
    pub(in super::super) chips: Vec<Chip>,
    pub(in super::super) more: usize,
    pub(in super::super) more_names: String,
    pub(in super::super) limits: Vec<Limit>,
    pub(in super::super) used: Used,
    pub(in super::super) concerns: Vec<ConcernView>,
}

/// A restriction in a few words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Limit {
    pub(in super::super) words: String,
    pub(in super::super) title: String,
    /// It is missing, or near.
    pub(in super::super) stands_out: bool,
}

/// How it was used, as a line shows it.
#[derive(Debug, Clone)]
pub(in super::super) struct Used {
    pub(in super::super) last: Option<Moment>,
    pub(in super::super) source: String,
    /// What stands in the place of a time.
    pub(in super::super) otherwise: &'static str,
    pub(in super::super) spark: Option<String>,
    pub(in super::super) calls: String,
    pub(in super::super) refused: String,
}

/// Keys at a glance, as `role` sees them: who changes nothing is offered no change.
pub(in super::super) fn lines(found: &[KeyLine], now: Timestamp, role: Role) -> Vec<Line> {
    let may_edit = Operation::KeyEdit.allows(role);
    let line = |line| if may_edit { Line::of(line, now) } else { Line::of(line, now).looked_at() };
    found.iter().map(line).collect()
}

impl Line {
    /// The same for somebody who changes nothing: what deserves attention leads to the key.
    pub(super) fn looked_at(mut self) -> Self {
        for concern in &mut self.concerns {
            (concern.act, concern.href) = ("Look at it", self.href.clone());
        }
        self
    }

    pub(super) fn of(line: &KeyLine, now: Timestamp) -> Self {
        let key = &line.record;
        let (chips, left_out) = chips(key.permissions);
        Line {
            href: format!("/keys/{}", key.id),
            name: key.name.to_string(),
            holder: key.holder.to_string(),
            application: key.application.to_string(),
            public: format!("{}…", key.api_key.to_string().chars().take(14).collect::<String>()),
            kind: kind(key.kind),
            badge: badge(key),
            chips,
            more: left_out.len(),
            more_names: left_out.join(", "),
            limits: limits(line, now),
            used: used(line.used.as_ref(), now),
            concerns: line.concerns.iter().map(|concern| ConcernView::of(*concern, key, now)).collect(),
        }
    }
}

fn limits(line: &KeyLine, now: Timestamp) -> Vec<Limit> {
    let key = &line.record;
    let mut limits = vec![allowlist(key)];
    limits.extend(starts(key, now));
    limits.push(expiry(key, now));
    limits.extend(retires(key, now).or_else(|| due(line, now)));
    limits.extend(factor(key));
    limits
}

fn allowlist(key: &KeyRecord) -> Limit {
    let blocks = key.restrictions.allowlist.to_texts();
    let words = match blocks.as_slice() {
        [] => "Any address".to_owned(),
        [one] => one.clone(),
        [first, rest @ ..] => format!("{first} +{}", rest.len()),
    };
    Limit { words, title: blocks.join(", "), stands_out: blocks.is_empty() && key.state != KeyState::Revoked }
}

fn starts(key: &KeyRecord, now: Timestamp) -> Option<Limit> {
    let from = key.restrictions.not_before.filter(|from| *from > now)?;
    let moment = Moment::of(from, now);
    Some(Limit { words: format!("Starts {}", moment.relative), title: moment.exact, stands_out: true })
}

fn expiry(key: &KeyRecord, now: Timestamp) -> Limit {
    let Some(at) = key.restrictions.expires_at else {
        return Limit { words: "No expiry".to_owned(), title: String::new(), stands_out: false };
    };
    let moment = Moment::of(at, now);
    let words = if at <= now { "Expired" } else { "Expires" };
    let near = at.since(now) < SOON_SECS * 1_000_000 && key.state != KeyState::Revoked;
    Limit { words: format!("{words} {}", moment.relative), title: moment.exact, stands_out: near }
}

/// The end of its overlap with the key that replaces it.
fn retires(key: &KeyRecord, now: Timestamp) -> Option<Limit> {
    let at = key.retires_at.filter(|_| key.state != KeyState::Revoked)?;
    let moment = Moment::of(at, now);
    let words = if at <= now { "Retired" } else { "Retires" };
    Some(Limit { words: format!("{words} {}", moment.relative), title: moment.exact, stands_out: true })
}

fn due(line: &KeyLine, now: Timestamp) -> Option<Limit> {
    let at = line.due_at?;
    let moment = Moment::of(at, now);
    let words = format!("Rotation due {}", moment.relative);
    Some(Limit { words, title: moment.exact, stands_out: at <= now })
}

fn factor(key: &KeyRecord) -> Option<Limit> {
    let words = match key.restrictions.second_factor? {
        SecondFactorKind::Password => "With password",
        SecondFactorKind::Totp => "With one-time code",
    };
    Some(Limit {
        words: words.to_owned(),
        title: "every call carries a second factor".to_owned(),
        stands_out: false,
    })
}

fn used(used: Option<&LineUse>, now: Timestamp) -> Used {
    let Some(used) = used else {
        return Used {
            last: None,
            source: String::new(),
            otherwise: "Not shown to your role",
            spark: None,
            calls: String::new(),
            refused: String::new(),
        };
    };
    let (allowed, refused) = super::super::svg::sums(&used.hours);
    Used {
        last: used.last.map(|last| Moment::of(last.at, now)),
        source: used.last.and_then(|last| last.source).map(|source| source.to_string()).unwrap_or_default(),
        otherwise: if used.looked_up { "Never" } else { "Being looked up" },
        spark: Some(spark(&used.hours)),
        calls: counted(allowed + refused, "call"),
        refused: if refused > 0 { format!("{} refused", number(refused)) } else { String::new() },
    }
}
