//! A key in plain words, before it exists or is changed: what it can do, the worst a thief could do, what is missing.

use super::super::page::icon;
use super::super::page::time::Moment;
use super::fields::Meant;
use super::marks::kind;
use claviger::core::key::KeyKind;
use claviger::core::key::advice::{Gap, Judged, gaps, worst};
use claviger::core::otp::SecondFactorKind;
use claviger::core::restriction::Restrictions;
use claviger::core::time::Timestamp;

/// The summary.
#[derive(Debug, Clone)]
pub(in super::super) struct Summary {
    pub(in super::super) name: String,
    pub(in super::super) holder: String,
    pub(in super::super) application: String,
    pub(in super::super) description: String,
    pub(in super::super) kind: &'static str,
    /// What it can do.
    pub(in super::super) does: Vec<&'static str>,
    /// From where, until when, with what: label and words.
    pub(in super::super) limits: Vec<(&'static str, String)>,
    pub(in super::super) worst: Vec<&'static str>,
    pub(in super::super) gaps: Vec<GapView>,
}

/// Something that is missing.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct GapView {
    pub(in super::super) words: &'static str,
    pub(in super::super) class: &'static str,
    pub(in super::super) severity: &'static str,
    pub(in super::super) icon: &'static str,
}

impl Summary {
    pub(super) fn of(meant: &Meant, now: Timestamp) -> Self {
        let judged = Judged {
            kind: meant.kind,
            permissions: meant.permissions,
            restrictions: &meant.restrictions,
            has_holder: !meant.holder.as_str().is_empty(),
        };
        let does = match meant.kind {
            KeyKind::Public => vec!["Read market data, and nothing of the account"],
            KeyKind::Private => meant.permissions.iter().map(|permission| permission.does()).collect(),
        };
        Summary {
            name: meant.name.to_string(),
            holder: meant.holder.to_string(),
            application: meant.application.to_string(),
            description: meant.description.to_string(),
            kind: kind(meant.kind),
            does,
            limits: limits(&meant.restrictions, now),
            worst: worst(meant.kind, meant.permissions),
            gaps: gaps(&judged, now).into_iter().map(gap).collect(),
        }
    }
}

/// What is missing, as a line.
pub(super) const fn gap(gap: Gap) -> GapView {
    let (class, severity) = match gap {
        Gap::WithdrawsFromAnywhere | Gap::WithdrawsAndTrades => ("danger", "Danger"),
        Gap::WithdrawsWithoutFactor | Gap::NoAllowlist | Gap::Everything => ("warning", "Warning"),
        Gap::NoExpiry | Gap::LongExpiry | Gap::NoHolder => ("tidy", "Hint"),
    };
    GapView { words: gap.words(), class, severity, icon: icon::WARNING }
}

/// Restrictions as labels and words; those that are always said come first.
pub(super) fn limits(limits: &Restrictions, now: Timestamp) -> Vec<(&'static str, String)> {
    let told = |at: Timestamp| {
        let moment = Moment::of(at, now);
        format!("{} ({})", moment.exact, moment.relative)
    };
    let mut lines = vec![
        ("Works from", from(limits)),
        ("Expires", limits.expires_at.map_or_else(|| "never".to_owned(), told)),
        ("Second factor", factor(limits.second_factor).to_owned()),
    ];
    lines.extend(limits.not_before.map(|at| ("Works not before", told(at))));
    lines.extend(limits.query_from.map(|at| ("Sees history from", told(at))));
    lines.extend(limits.query_to.map(|at| ("Sees history until", told(at))));
    if limits.nonce_window > 0 {
        lines.push(("Nonce window", format!("{} ticks of the nonce", limits.nonce_window)));
    }
    lines
}

fn from(limits: &Restrictions) -> String {
    if limits.allowlist.is_anywhere() { "every address".to_owned() } else { limits.allowlist.to_string() }
}

/// A second factor in words.
pub(super) const fn factor(kind: Option<SecondFactorKind>) -> &'static str {
    match kind {
        None => "none",
        Some(SecondFactorKind::Password) => "a password with every call",
        Some(SecondFactorKind::Totp) => "a one-time code with every call",
    }
}
