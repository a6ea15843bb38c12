//! What an edit would change, line by line, and which way: narrower, wider, or neither.

use super::super::page::time::exact;
use super::fields::Meant;
use super::summary::factor;
use claviger::core::allowlist::Allowlist;
use claviger::core::key::KeyRecord;
use claviger::core::permission::PermissionSet;
use claviger::core::time::Timestamp;

/// Which way a change goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Way {
    /// The key can do less.
    Narrower,
    /// The key can do more, or for longer, or from more places.
    Wider,
    /// Some of both.
    Both,
    /// Neither.
    Neither,
}

impl Way {
    pub(in super::super) const fn label(self) -> &'static str {
        match self {
            Way::Narrower => "narrower",
            Way::Wider => "wider",
            Way::Both => "wider and narrower",
            Way::Neither => "",
        }
    }

    pub(in super::super) const fn class(self) -> &'static str {
        match self {
            Way::Narrower => "narrower",
            Way::Wider | Way::Both => "wider",
            Way::Neither => "neither",
        }
    }

    const fn of(narrower: bool, wider: bool) -> Self {
        match (narrower, wider) {
            (true, true) => Way::Both,
            (true, false) => Way::Narrower,
            (false, true) => Way::Wider,
            (false, false) => Way::Neither,
        }
    }

    pub(super) const fn widens(self) -> bool {
        matches!(self, Way::Wider | Way::Both)
    }
}

/// One thing that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Change {
    pub(in super::super) label: &'static str,
    pub(in super::super) before: Vec<Part>,
    pub(in super::super) after: Vec<Part>,
    pub(in super::super) way: Way,
    /// What else it means.
    pub(in super::super) note: &'static str,
}

/// A part of a value, and whether it is what changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Part {
    pub(in super::super) text: String,
    pub(in super::super) changes: bool,
}

fn whole(label: &'static str, before: String, after: String, way: Way) -> Change {
    let part = |text| vec![Part { text, changes: true }];
    Change { label, before: part(before), after: part(after), way, note: "" }
}

/// Lists: what is in both stays as it is.
fn lists(label: &'static str, before: &[String], after: &[String], none: &str, way: Way) -> Change {
    let parts = |mine: &[String], theirs: &[String]| {
        let part = |text: &String| Part { text: text.clone(), changes: !theirs.contains(text) };
        let parts: Vec<Part> = mine.iter().map(part).collect();
        if parts.is_empty() { vec![Part { text: none.to_owned(), changes: true }] } else { parts }
    };
    Change { label, before: parts(before, after), after: parts(after, before), way, note: "" }
}

/// What changes; a second factor that is replaced by one of its kind counts.
pub(super) fn changes(old: &KeyRecord, new: &Meant, replaces_factor: bool) -> Vec<Change> {
    let (was, is) = (&old.restrictions, &new.restrictions);
    let mut all = vec![
        whole("Name", old.name.to_string(), new.name.to_string(), Way::Neither),
        whole("Holder", said(old.holder.as_str()), said(new.holder.as_str()), Way::Neither),
        whole("Application", said(old.application.as_str()), said(new.application.as_str()), Way::Neither),
        whole("Note", said(old.description.as_str()), said(new.description.as_str()), Way::Neither),
        permissions(old.permissions, new.permissions),
        allowlist(&was.allowlist, &is.allowlist),
        earliest("Works not before", was.not_before, is.not_before, "at once"),
        latest("Expires", was.expires_at, is.expires_at, "never"),
        earliest("Sees history from", was.query_from, is.query_from, "its beginning"),
        latest("Sees history until", was.query_to, is.query_to, "its end"),
        window(was.nonce_window, is.nonce_window),
    ];
    all.retain(|change| texts(&change.before) != texts(&change.after));
    if was.second_factor != is.second_factor || replaces_factor {
        let way = Way::of(was.second_factor.is_none(), was.second_factor.is_some());
        let new_one = if replaces_factor { ", a new one" } else { "" };
        let after = format!("{}{new_one}", factor(is.second_factor));
        all.push(whole("Second factor", factor(was.second_factor).to_owned(), after, way));
    }
    all
}

fn texts(parts: &[Part]) -> Vec<&str> {
    parts.iter().map(|part| part.text.as_str()).collect()
}

fn said(text: &str) -> String {
    if text.is_empty() { "none".to_owned() } else { text.to_owned() }
}

fn permissions(old: PermissionSet, new: PermissionSet) -> Change {
    let names =
        |set: PermissionSet| set.iter().map(|permission| permission.label().to_owned()).collect::<Vec<_>>();
    let way = Way::of(!old.minus(new).is_empty(), !new.minus(old).is_empty());
    lists("Permissions", &names(old), &names(new), "none", way)
}

fn allowlist(old: &Allowlist, new: &Allowlist) -> Change {
    // Neither within the other: some addresses come, others go.
    let way = Way::of(!old.within(new), !new.within(old));
    lists("Works from", &old.to_texts(), &new.to_texts(), "every address", way)
}

/// An instant from which on more is allowed: later is narrower.
fn earliest(label: &'static str, old: Option<Timestamp>, new: Option<Timestamp>, none: &str) -> Change {
    let shown = |at: Option<Timestamp>| at.map_or_else(|| none.to_owned(), exact);
    whole(label, shown(old), shown(new), Way::of(new > old, new < old))
}

/// An instant up to which something is allowed: later is wider.
fn latest(label: &'static str, old: Option<Timestamp>, new: Option<Timestamp>, none: &str) -> Change {
    let shown = |at: Option<Timestamp>| at.map_or_else(|| none.to_owned(), exact);
    let end = |at: Option<Timestamp>| at.unwrap_or(Timestamp::MAX);
    whole(label, shown(old), shown(new), Way::of(end(new) < end(old), end(new) > end(old)))
}

fn window(old: u64, new: u64) -> Change {
    let shown = |ticks: u64| if ticks == 0 { "none".to_owned() } else { format!("{ticks} ticks") };
    let note = "Every nonce up to the highest used so far is closed by this change.";
    Change { note, ..whole("Nonce window", shown(old), shown(new), Way::of(new < old, new > old)) }
}
