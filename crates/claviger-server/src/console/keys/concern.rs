//! What deserves attention, in words, with the way to put it right.

use super::super::help::{path, title};
use super::super::page::icon;
use super::super::page::time::{Moment, span};
use claviger::core::key::KeyRecord;
use claviger::core::people::HelpPage;
use claviger::core::time::Timestamp;
use claviger::manage::keys::{Concern, Severity};

/// Something that deserves attention about a key.
#[derive(Debug, Clone)]
pub(in super::super) struct ConcernView {
    /// The class of the style sheet.
    pub(in super::super) class: &'static str,
    /// The severity, for those who do not see colours.
    pub(in super::super) severity: &'static str,
    pub(in super::super) icon: &'static str,
    /// As in *may withdraw, and is used from anywhere*.
    pub(in super::super) words: String,
    /// What to do.
    pub(in super::super) act: &'static str,
    /// Where.
    pub(in super::super) href: String,
    /// What to read about it: title and path.
    pub(in super::super) help: Option<(&'static str, &'static str)>,
}

impl ConcernView {
    pub(super) fn of(concern: Concern, key: &KeyRecord, now: Timestamp) -> Self {
        let (class, severity) = severity(concern.severity());
        let (act, href) = remedy(concern, key);
        let help = help(concern).map(|page| (title(page), path(page)));
        ConcernView { class, severity, icon: icon::WARNING, words: words(concern, key, now), act, href, help }
    }
}

const fn severity(severity: Severity) -> (&'static str, &'static str) {
    match severity {
        Severity::Danger => ("danger", "Danger"),
        Severity::Warning => ("warning", "Warning"),
        Severity::Hint => ("tidy", "Hint"),
    }
}

fn words(concern: Concern, key: &KeyRecord, now: Timestamp) -> String {
    let told = |at| Moment::of(at, now).relative;
    match concern {
        Concern::RevokedStillTried(at) => format!("is revoked, and was tried {}", told(at)),
        Concern::WithdrawsFromAnywhere => "may withdraw, and works from every address".to_owned(),
        Concern::Held => {
            "refuses every call until it is readmitted, since the server was restored".to_owned()
        }
        Concern::Expired(at) => format!("expired {}; its calls are refused", told(at)),
        Concern::Expiring(at) => format!("expires {}", told(at)),
        Concern::EndsInUse(at) => format!("ends {}, is replaced, and is still used", told(at)),
        Concern::RotationDue(at) => format!("was to be rotated {}", told(at)),
        Concern::NeverUsed => {
            format!("was never used since it was made {} ago", span(now.secs() - key.created_at.secs()))
        }
        Concern::Idle(at) => format!("was last used {}", told(at)),
    }
}

const fn help(concern: Concern) -> Option<HelpPage> {
    match concern {
        Concern::RevokedStillTried(_) => Some(HelpPage::Leak),
        Concern::WithdrawsFromAnywhere => Some(HelpPage::SecuringKeys),
        Concern::Expired(_) | Concern::Expiring(_) | Concern::EndsInUse(_) | Concern::RotationDue(_) => {
            Some(HelpPage::Rotation)
        }
        Concern::NeverUsed | Concern::Idle(_) => Some(HelpPage::Reviewing),
        Concern::Held => None,
    }
}

fn remedy(concern: Concern, key: &KeyRecord) -> (&'static str, String) {
    let id = key.id;
    match concern {
        Concern::RevokedStillTried(_) => {
            let retired = key.retires_at.is_some_and(|at| key.revoked_at.is_some_and(|gone| at <= gone));
            let reason = if retired { "retired" } else { "revoked" };
            ("See the tries", format!("/history?key={id}&reason={reason}"))
        }
        Concern::WithdrawsFromAnywhere => ("Add an allowlist", format!("/keys/{id}/edit#allowlist")),
        Concern::Held => ("Look at it", format!("/keys/{id}")),
        Concern::EndsInUse(_) => ("Look at it", format!("/keys/{id}")),
        Concern::RotationDue(_) => ("Rotate", format!("/keys/{id}/rotate")),
        Concern::Expired(_) => ("Extend or revoke", format!("/keys/{id}")),
        Concern::Expiring(_) => ("Extend", format!("/keys/{id}/edit#expires_at")),
        Concern::NeverUsed | Concern::Idle(_) => ("Revoke", format!("/keys/{id}/revoke")),
    }
}
