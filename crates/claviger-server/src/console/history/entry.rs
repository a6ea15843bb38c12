//! An entry of the log as a line that opens to all it knows.

use super::super::page::number;
use super::super::page::time::{Moment, second};
use super::remedy::remedy;
use claviger::core::entry::{Actor, Entry, EntryDraft, Outcome, Target};
use claviger::core::reason::{Detail, Reason};
use claviger::core::role::Role;
use claviger::core::time::Timestamp;
use claviger::manage::Operation;
use claviger::manage::history::Names;
use serde::Serialize;

/// An entry as it is shown, by the page and by its script alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(in super::super) struct EntryView {
    /// Where it stands, unique among all entries.
    pub(in super::super) id: String,
    pub(in super::super) iso: String,
    pub(in super::super) exact: String,
    /// As in *25 Nov, 21:13:05*.
    pub(in super::super) short: String,
    pub(in super::super) relative: String,
    pub(in super::super) outcome: String,
    /// The class of the style sheet.
    pub(in super::super) class: &'static str,
    pub(in super::super) what: String,
    /// The key it is about: name and path.
    pub(in super::super) key: String,
    pub(in super::super) key_href: String,
    /// Who acted, if it is not that key.
    pub(in super::super) actor: String,
    pub(in super::super) reason: String,
    pub(in super::super) remedy: String,
    pub(in super::super) fix: String,
    pub(in super::super) fix_href: String,
    pub(in super::super) detail: String,
    pub(in super::super) source: String,
    pub(in super::super) client: String,
    /// All it knows, as labels and values.
    pub(in super::super) all: Vec<(&'static str, String)>,
}

impl EntryView {
    /// As `role` sees it: who changes nothing is offered no change.
    pub(in super::super) fn of(entry: &Entry, names: &Names, now: Timestamp, role: Role) -> Self {
        let (place, draft) = (&entry.place, &entry.draft);
        let moment = Moment::of(place.time, now);
        let (outcome, class) = outcome(draft);
        let told = remedy(draft.reason, draft.key());
        let fix = told.as_ref().and_then(|told| told.fix.clone());
        let (fix, fix_href) = fix.filter(|_| Operation::KeyEdit.allows(role)).unwrap_or_default();
        let key = draft.key().map(|key| names.key(key).map_or_else(|| key.to_string(), str::to_owned));
        EntryView {
            id: format!("e{}-{}", place.log.0, place.sequence),
            iso: moment.iso,
            exact: moment.exact,
            short: second(place.time),
            relative: moment.relative,
            outcome,
            class,
            what: draft.action.words().trim_end_matches('.').to_owned(),
            key: key.unwrap_or_default(),
            key_href: draft.key().map(|key| format!("/keys/{key}")).unwrap_or_default(),
            actor: actor(draft.actor, names),
            reason: told.as_ref().map(|told| told.reason.clone()).unwrap_or_default(),
            remedy: told.map(|told| told.words).unwrap_or_default(),
            fix: fix.to_owned(),
            fix_href,
            detail: detail(draft),
            source: draft.source.map(|source| source.to_string()).unwrap_or_default(),
            client: draft.client.as_str().to_owned(),
            all: all(entry, names),
        }
    }
}

/// What entries are told from.
pub(in super::super) fn drafts(entries: &[Entry]) -> impl Iterator<Item = &EntryDraft> {
    entries.iter().map(|entry| &entry.draft)
}

fn outcome(draft: &EntryDraft) -> (String, &'static str) {
    let (label, class) = match draft.outcome {
        Outcome::Allowed => ("Allowed", "good"),
        Outcome::Refused => ("Refused", "bad"),
        Outcome::Done => ("Done", "good"),
        Outcome::Failed => ("Failed", "odd"),
        Outcome::Abandoned => ("Abandoned", "odd"),
        Outcome::Unknown => ("Unknown", "odd"),
        Outcome::NotExecuted => ("Not executed", "odd"),
        Outcome::Changed => ("Changed", "calm"),
        Outcome::Folded if draft.reason == Reason::None => ("Allowed", "good"),
        Outcome::Folded => ("Refused", "bad"),
    };
    match draft.detail {
        Detail::Count(count) if count > 1 => (format!("{label} ×{}", number(count)), class),
        _ => (label.to_owned(), class),
    }
}

/// Who acted, where that is not the key the entry is about.
fn actor(actor: Actor, names: &Names) -> String {
    match (actor, names.actor(actor)) {
        (Actor::System, _) => "the server itself".to_owned(),
        (Actor::Key(_), _) => String::new(),
        (Actor::Token(_), Some(name)) => format!("token {name}"),
        (Actor::Token(token), None) => format!("token {token}"),
        (Actor::User(_), Some(name)) => name.to_owned(),
        (Actor::User(user), None) => format!("member {user}"),
    }
}

fn detail(draft: &EntryDraft) -> String {
    match &draft.detail {
        // Told by the outcome, or of use only among all the rest.
        Detail::None | Detail::Count(_) | Detail::Claim(_) => String::new(),
        Detail::Upstream { said, .. } => said.to_string(),
        told => told.to_string(),
    }
}

fn all(entry: &Entry, names: &Names) -> Vec<(&'static str, String)> {
    let (place, draft) = (&entry.place, &entry.draft);
    let mut all = vec![
        ("Time", place.time.to_string()),
        ("Entry", format!("{} of log {}, epoch {}", place.sequence, place.log.0, place.epoch)),
        ("Action", draft.action.name().to_owned()),
        ("Outcome", draft.outcome.name().to_owned()),
        ("By", named(names.actor(draft.actor), actor_id(draft.actor))),
        ("On", target_id(draft.target)),
    ];
    let mut tell = |label, is_there: bool, value: String| {
        if is_there {
            all.push((label, value));
        }
    };
    tell("Reason", draft.reason != Reason::None, draft.reason.code().to_owned());
    tell("Detail", draft.detail != Detail::None, draft.detail.to_string());
    tell("From", draft.source.is_some(), draft.source.map(|source| source.to_string()).unwrap_or_default());
    tell("Client", !draft.client.as_str().is_empty(), draft.client.as_str().to_owned());
    tell("Nonce", draft.nonce.is_some(), draft.nonce.unwrap_or_default().to_string());
    tell("Closes call", draft.closes_claim().is_some(), draft.closes_claim().unwrap_or_default().to_string());
    tell("Revision of the key", draft.revision > 0, draft.revision.to_string());
    let digest = || draft.digest.iter().map(|byte| format!("{byte:02x}")).collect();
    tell("SHA-256 of the request", draft.digest != [0; 32], digest());
    all
}

fn named(name: Option<&str>, id: String) -> String {
    name.map_or_else(|| id.clone(), |name| format!("{name} ({id})"))
}

pub(super) fn actor_id(actor: Actor) -> String {
    match actor {
        Actor::System => "system".to_owned(),
        Actor::Key(key) => key.to_string(),
        Actor::Token(token) => token.to_string(),
        Actor::User(user) => user.to_string(),
    }
}

pub(super) fn target_id(target: Target) -> String {
    match target {
        Target::Account => "account".to_owned(),
        Target::Key(key) => key.to_string(),
        Target::Token(token) => token.to_string(),
        Target::Record(..) => target.to_string(),
    }
}
