//! An entry as JSON.

use super::super::texts::{ActionText, OutcomeText, ReasonText};
use claviger::core::entry::{Actor, Entry, Target};
use serde::Serialize;
use utoipa::ToSchema;

/// A page of entries, newest first. It may be short, even empty, and still have a next one: then
/// much was looked at that did not match.
#[derive(Serialize, ToSchema)]
#[schema(as = HistoryPage)]
pub(in super::super) struct HistoryPage {
    /// The entries.
    pub(super) items: Vec<EntryJson>,
    /// The cursor of the next page; null at the end.
    pub(super) next: Option<String>,
}

/// An entry of the log.
#[derive(Serialize, ToSchema)]
#[schema(as = Entry)]
pub(crate) struct EntryJson {
    /// The log it stands in.
    log: u32,
    /// Its place in the log, dense from 0.
    sequence: u64,
    /// When.
    #[schema(format = DateTime)]
    time: String,
    /// The account it belongs to.
    #[schema(example = "acct_0123456789ab")]
    account: String,
    /// The key that acted or was acted on.
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<String>,
    /// The administration token that acted or was acted on.
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<String>,
    /// Who acted: the id of a key or token, or `system`.
    actor: String,
    /// What was done.
    #[schema(value_type = ActionText)]
    action: &'static str,
    /// What it was done to: the id of a key or token, or `account`.
    target: String,
    /// How it went.
    #[schema(value_type = OutcomeText)]
    outcome: &'static str,
    /// Why.
    #[schema(value_type = ReasonText)]
    reason: &'static str,
    /// Why, in words.
    reason_words: &'static str,
    /// What the reason was about, or what changed; may be empty.
    detail: String,
    /// Where it came from; null for the system itself.
    source: Option<String>,
    /// What the client called itself; may be empty.
    client: String,
    /// The nonce it burnt; a number in a text.
    #[serde(skip_serializing_if = "Option::is_none")]
    nonce: Option<String>,
    /// SHA-256 of the signed request; zeros where there is none.
    digest: String,
    /// The revision of the key it rests on or made; 0 where no key is involved.
    revision: u64,
    /// The sequence of the call whose outcome this is.
    #[serde(skip_serializing_if = "Option::is_none")]
    claim: Option<u64>,
}

impl EntryJson {
    pub(crate) fn of(entry: &Entry) -> Self {
        let (place, draft) = (&entry.place, &entry.draft);
        EntryJson {
            log: place.log.0,
            sequence: place.sequence,
            time: place.time.to_string(),
            account: draft.account.to_string(),
            key: draft.key().map(|key| key.to_string()),
            token: token(draft.actor, draft.target),
            actor: actor(draft.actor),
            action: draft.action.name(),
            target: target(draft.target),
            outcome: draft.outcome.name(),
            reason: draft.reason.code(),
            reason_words: draft.reason.words(),
            detail: draft.detail.to_string(),
            source: draft.source.map(|source| source.to_string()),
            client: draft.client.as_str().to_owned(),
            nonce: draft.nonce.map(|nonce| nonce.to_string()),
            digest: draft.digest.iter().map(|byte| format!("{byte:02x}")).collect(),
            revision: draft.revision,
            claim: draft.closes_claim(),
        }
    }
}

fn actor(actor: Actor) -> String {
    match actor {
        Actor::System => "system".to_owned(),
        Actor::Key(key) => key.to_string(),
        Actor::Token(token) => token.to_string(),
    }
}

fn target(target: Target) -> String {
    match target {
        Target::Account => "account".to_owned(),
        Target::Key(key) => key.to_string(),
        Target::Token(token) => token.to_string(),
    }
}

/// The token acted on or, else, the one that acted.
fn token(actor: Actor, target: Target) -> Option<String> {
    match (target, actor) {
        (Target::Token(token), _) | (_, Actor::Token(token)) => Some(token.to_string()),
        _ => None,
    }
}
