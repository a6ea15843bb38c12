//! What an entry comes to.

use claviger_core::action::{Action, Class};
use claviger_core::entry::{Actor, Entry, EntryDraft, Outcome, Target};
use claviger_core::id::{KeyId, UserId};
use claviger_core::notices::{Event, EventId, EventKind, network_of};
use claviger_core::reason::{Detail, Reason};
use claviger_core::store::RecordKind;

/// What the words of an edit begin with that lets more through ([`claviger_core::key::life`] judges it when it is made).
pub const WIDENED: &str = "lets more through; ";

/// What an entry comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// Something to be told by itself.
    Event(EventKind),
    /// A person signed in: told if it was from a new place.
    SignIn(UserId),
    /// Refusals, to be told together.
    Refused {
        /// As what.
        kind: EventKind,
        /// How many.
        count: u64,
    },
}

/// The people and keys of an entry, by name.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// The key's, if it is about one.
    pub key: Option<String>,
    /// Who holds it.
    pub holder: String,
    /// Who acted.
    pub actor: String,
    /// The person it was done to, if that is another one.
    pub person: Option<String>,
}

/// What an entry comes to; none for what nobody has to be told of.
#[must_use]
pub fn read(draft: &EntryDraft) -> Option<Reading> {
    if draft.action.class() == Class::Manage {
        return act(draft);
    }
    match draft.outcome {
        Outcome::Done => money(draft.action).map(Reading::Event),
        Outcome::Changed if draft.action == Action::RevokeApiKey => {
            Some(Reading::Event(EventKind::KeyEndedItself))
        }
        // Calls that went well, folded.
        Outcome::Folded if draft.reason == Reason::None => None,
        Outcome::Refused | Outcome::Folded => {
            Some(Reading::Refused { kind: refused(draft), count: count(draft) })
        }
        _ => None,
    }
}

/// A key that is dead and was used with a good signature is in somebody's hands.
const fn refused(draft: &EntryDraft) -> EventKind {
    match (draft.outcome, draft.reason) {
        (Outcome::Refused, Reason::Revoked | Reason::Expired | Reason::Retired) => EventKind::KeyTried,
        _ => EventKind::Refusals,
    }
}

const fn count(draft: &EntryDraft) -> u64 {
    match draft.detail {
        Detail::Count(count) => count,
        _ => 1,
    }
}

const fn money(action: Action) -> Option<EventKind> {
    match action {
        Action::Withdraw => Some(EventKind::WithdrawalRequested),
        Action::WithdrawCancel => Some(EventKind::WithdrawalCancelled),
        Action::FundingAddAddress => Some(EventKind::AddressAdded),
        Action::FundingUpdateAddress | Action::FundingRemoveAddress => Some(EventKind::AddressChanged),
        _ => None,
    }
}

fn act(draft: &EntryDraft) -> Option<Reading> {
    match (draft.outcome, draft.action) {
        (Outcome::Folded, Action::SignInFailed) => {
            Some(Reading::Refused { kind: EventKind::SignInFailures, count: count(draft) })
        }
        (Outcome::Folded, Action::SignInHalfway) => {
            Some(Reading::Refused { kind: EventKind::SignInHalfway, count: count(draft) })
        }
        (_, Action::PasskeyRefused) => Some(Reading::Event(EventKind::FactorChanged)),
        (Outcome::Changed, Action::SessionBegin) => match draft.actor {
            Actor::User(user) => Some(Reading::SignIn(user)),
            _ => None,
        },
        (Outcome::Changed, _) => changed(draft).map(Reading::Event),
        _ => None,
    }
}

fn changed(draft: &EntryDraft) -> Option<EventKind> {
    Some(match draft.action {
        Action::AddressAdd => EventKind::AddressAdded,
        Action::AddressConfirm | Action::AddressRemove => EventKind::AddressChanged,
        Action::PaperSettings => EventKind::AddressTrust,
        Action::KeyCreate => EventKind::KeyCreated,
        Action::KeyEdit if words(draft).starts_with(WIDENED) => EventKind::KeyWidened,
        Action::KeyEdit => EventKind::KeyChanged,
        Action::KeyReadmit | Action::KeyReviewUndo => EventKind::KeyWidened,
        Action::KeyRotate | Action::KeyRetire | Action::KeyRollBack => EventKind::KeyRotated,
        Action::KeyReview => EventKind::KeyReviewed,
        Action::RotationPolicyEdit | Action::ReviewPolicyEdit => EventKind::PolicyChanged,
        Action::KeyStep | Action::KeyDormant => EventKind::KeyStepped,
        Action::KeyRevoke => EventKind::KeyRevoked,
        Action::KeyStop => EventKind::KeysStopped,
        Action::KeyHandOver => EventKind::KeyHandedOver,
        Action::TokenCreate | Action::TokenRotate | Action::TokenRevoke => EventKind::TokenChanged,
        Action::WithdrawalCompleted => EventKind::WithdrawalCompleted,
        Action::AlertFired => EventKind::AlertFired,
        Action::SwitchFired => EventKind::SwitchFired,
        Action::MemberInvite | Action::ResetCreate => EventKind::MemberInvited,
        Action::InvitationAccept => EventKind::MemberAdded,
        Action::MemberEdit => EventKind::MemberChanged,
        // From here on they can do nothing; the rest is tidying up.
        Action::MemberLeave => EventKind::MemberRemoved,
        Action::PasswordChange | Action::PasswordReset => EventKind::PasswordChanged,
        Action::FactorAdd
        | Action::FactorRemove
        | Action::RecoveryCreate
        | Action::RecoveryUse
        | Action::PasskeyAdd
        | Action::PasskeyRemove => EventKind::FactorChanged,
        Action::ChannelCreate
        | Action::ChannelEdit
        | Action::ChannelRemove
        | Action::ChannelSecret
        | Action::RuleSet => EventKind::ChannelChanged,
        Action::Recovered | Action::Restored => EventKind::Recovered,
        _ => return None,
    })
}

fn words(draft: &EntryDraft) -> &str {
    match &draft.detail {
        Detail::Change(words) | Detail::Upstream { said: words, .. } => words,
        _ => "",
    }
}

/// The person an entry is about: the one it was done to, else the one who did it.
#[must_use]
pub const fn person(draft: &EntryDraft) -> Option<UserId> {
    match (draft.target, draft.actor) {
        (Target::Record(RecordKind::User, user), _) => Some(UserId::from_u64(user)),
        (_, Actor::User(user)) => Some(user),
        _ => None,
    }
}

/// The event of an entry, in words.
#[must_use]
pub fn event(entry: &Entry, kind: EventKind, names: &Names) -> Event {
    let draft = &entry.draft;
    let sentence = sentence(kind, draft, names);
    let base = Event::new(EventId::of(&entry.place), kind, draft.account, entry.place.time, &sentence);
    let event = Event { key: draft.key(), user: person(draft), ..base };
    let what = words(draft).strip_prefix(WIDENED).unwrap_or(words(draft));
    let source = draft.source.map(|source| source.to_string()).unwrap_or_default();
    event
        .with("what", what)
        .with("key", names.key.clone().unwrap_or_default())
        .with("holder", &names.holder)
        .with("by", &names.actor)
        .with("from", source)
        .with("client", draft.client.as_str())
        .with("key id", draft.key().map(|key: KeyId| key.to_string()).unwrap_or_default())
}

/// One sentence: who did what.
fn sentence(kind: EventKind, draft: &EntryDraft, names: &Names) -> String {
    let key = || names.key.as_ref().map_or_else(|| "a key".to_owned(), |name| format!("the key \"{name}\""));
    let by = &names.actor;
    let person = names.person.as_ref().unwrap_or(by);
    match kind {
        EventKind::WithdrawalRequested => format!("A withdrawal was requested with {}.", key()),
        EventKind::WithdrawalCancelled => format!("A withdrawal was cancelled with {}.", key()),
        EventKind::WithdrawalCompleted => "A withdrawal arrived where it was sent.".to_owned(),
        EventKind::AddressAdded => format!("A withdrawal address was saved by {by}."),
        EventKind::AddressChanged => format!("A withdrawal address was changed by {by}."),
        EventKind::AddressTrust => format!("{} decided: {}.", capital(by), words(draft)),
        EventKind::KeyCreated => format!("{} was created by {by}.", capital(&key())),
        EventKind::KeyWidened => {
            format!("{} lets more through than before; {by} changed it.", capital(&key()))
        }
        EventKind::KeyChanged => format!("{} was changed by {by}.", capital(&key())),
        EventKind::KeyStepped if draft.action == Action::KeyDormant => {
            format!("{} was frozen: nobody used it.", capital(&key()))
        }
        EventKind::KeyStepped => format!("{} was stepped down or up by {by}.", capital(&key())),
        EventKind::KeyRevoked => format!("{} was revoked by {by}.", capital(&key())),
        EventKind::KeysStopped => format!("Keys were stopped together by {by}."),
        EventKind::KeyEndedItself => {
            format!(
                "{} was revoked by a call signed with it: somebody who has it says it leaked.",
                capital(&key())
            )
        }
        EventKind::KeyRotated => match draft.action {
            Action::KeyRotate => format!("{} is being rotated: {by} made its successor.", capital(&key())),
            Action::KeyRetire => format!("{} was replaced and retires.", capital(&key())),
            _ => format!("The rotation of {} was taken back by {by}.", key()),
        },
        EventKind::KeyReviewed => format!("{} was reviewed by {by}.", capital(&key())),
        EventKind::KeyHandedOver => format!("{} was handed over by {by}.", capital(&key())),
        EventKind::PasswordChanged => format!("The password of {person} was changed."),
        EventKind::FactorChanged if draft.action == Action::PasskeyRefused => {
            format!("A passkey of {person} was refused: there may be a copy of it.")
        }
        EventKind::FactorChanged => format!("A second factor of {person} was changed."),
        EventKind::SignInNewPlace => format!("{person} signed in from a place that was not seen before."),
        EventKind::MemberAdded => format!("{person} became a member of the account."),
        EventKind::MemberInvited => format!("{} made a link that lets somebody in.", capital(by)),
        EventKind::TokenChanged => format!("An administration token was changed by {by}: {}.", draft.action),
        EventKind::ChannelChanged => format!("A channel or rule for notices was changed by {by}."),
        _ => kind.words().to_owned(),
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// What a place somebody signs in from is known by: the network and what the client calls itself.
#[must_use]
pub fn place(draft: &EntryDraft) -> String {
    let network = draft.source.map_or_else(|| "unknown".to_owned(), |source| network_of(source).to_string());
    format!("{network} {}", draft.client.product())
}

#[cfg(test)]
mod tests;
