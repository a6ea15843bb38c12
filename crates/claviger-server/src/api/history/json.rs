//! An entry as JSON.

use super::super::texts::{ActionText, OutcomeText, ReasonText};
use claviger::core::entry::{Actor, Entry, Target};
use claviger::core::store::RecordKind;
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
pub(in super::super) struct EntryJson {
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
    /// The person who acted or was acted on.
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<String>,
    /// Who acted: the id of a key, a token or a person, or `system`.
    actor: String,
    /// What was done.
    #[schema(value_type = ActionText)]
    action: &'static str,
    /// What it was done to: the id of a key, a token, a person, a member, a session, an invitation or
    /// a passkey, or `account`.
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
    pub(super) fn of(entry: &Entry) -> Self {
        let (place, draft) = (&entry.place, &entry.draft);
        EntryJson {
            log: place.log.0,
            sequence: place.sequence,
            time: place.time.to_string(),
            account: draft.account.to_string(),
            key: draft.key().map(|key| key.to_string()),
            token: token(draft.actor, draft.target),
            user: user(draft.actor, draft.target),
            actor: draft.actor.to_string(),
            action: draft.action.name(),
            target: draft.target.to_string(),
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

/// The token acted on or, else, the one that acted.
fn token(actor: Actor, target: Target) -> Option<String> {
    match (target, actor) {
        (Target::Token(token), _) | (_, Actor::Token(token)) => Some(token.to_string()),
        _ => None,
    }
}

/// The person acted on or, else, the one who acted.
fn user(actor: Actor, target: Target) -> Option<String> {
    match (target, actor) {
        (Target::Record(RecordKind::User, _), _) => Some(target.to_string()),
        (_, Actor::User(user)) => Some(user.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use claviger::core::action::Action;
    use claviger::core::id::{AccountId, LogId, TokenId, UserId};
    use claviger::core::time::Timestamp;
    use claviger::manage::host_act;

    fn shown(actor: Actor, target: Target) -> [String; 4] {
        let draft = host_act(AccountId::from_u64(1), Action::SessionEnd, target, "");
        let place = claviger::core::entry::Place {
            log: LogId(0),
            epoch: 1,
            sequence: 1,
            time: Timestamp::from_secs(1),
        };
        let draft = claviger::core::entry::EntryDraft { actor, ..draft };
        let json = serde_json::to_value(EntryJson::of(&Entry { place, draft })).unwrap();
        ["actor", "target", "user", "token"].map(|name| json[name].as_str().unwrap_or("-").to_owned())
    }

    #[test]
    fn people_are_shown_by_their_ids() {
        let (user, token) = (Actor::User(UserId::from_u64(1)), Actor::Token(TokenId::from_u64(2)));
        let session = Target::Record(RecordKind::Session, 3);
        let other = Target::Record(RecordKind::User, 4);
        assert_eq!(
            shown(user, session),
            ["user_000000000001", "session_000000000003", "user_000000000001", "-"]
        );
        assert_eq!(shown(user, other)[2], "user_000000000004", "whom it was done to, first of all");
        assert_eq!(
            shown(token, other),
            ["tok_000000000002", "user_000000000004", "user_000000000004", "tok_000000000002"]
        );
        assert_eq!(shown(Actor::System, Target::Account), ["system", "account", "-", "-"]);
    }
}
