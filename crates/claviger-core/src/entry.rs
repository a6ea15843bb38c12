//! The audit entry as a value. Its bytes and leaf hash are `claviger-audit`'s.

use crate::action::Action;
use crate::id::{AccountId, KeyId, LogId, TokenId, UserId};
use crate::reason::{Denial, Detail, Reason};
use crate::store::{RecordId, RecordKind};
use crate::text::ClientName;
use crate::time::Timestamp;
use std::fmt;
use std::net::IpAddr;

/// Most bytes of what an outcome says in words: an order in one line, or a withdrawal with a long address.
pub const MAX_SAID: usize = 200;

/// Who acted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Actor {
    /// The system itself: start, retention, folding, the host's own commands.
    System,
    /// A key, by a verified signature; or, for folded refusals, whoever named that key.
    Key(KeyId),
    /// An administration token.
    Token(TokenId),
    /// A person who is signed in, or about to be.
    User(UserId),
}

/// The id of who acted, or `system`.
impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Actor::System => f.write_str("system"),
            Actor::Key(key) => key.fmt(f),
            Actor::Token(token) => token.fmt(f),
            Actor::User(user) => user.fmt(f),
        }
    }
}

/// What was acted on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Target {
    /// Nothing in particular, or the account as a whole.
    Account,
    /// A key.
    Key(KeyId),
    /// An administration token.
    Token(TokenId),
    /// A person, or something that belongs to one: its kind and its id.
    Record(RecordKind, u64),
}

/// The id of what was acted on, or `account`.
impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Target::Account => f.write_str("account"),
            Target::Key(key) => key.fmt(f),
            Target::Token(token) => token.fmt(f),
            Target::Record(kind, id) => RecordId(*kind, *id).fmt(f),
        }
    }
}

/// How it went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Outcome {
    /// A call was accepted: a read is answered; a mutating call is open until its outcome entry.
    Allowed = 1,
    /// A call was refused.
    Refused = 2,
    /// Outcome entry: carried out.
    Done = 3,
    /// Outcome entry: the upstream refused, or a read failed after it was accepted.
    Failed = 4,
    /// Outcome entry: too late to be sent, so not sent.
    Abandoned = 5,
    /// Outcome entry: nobody knows.
    Unknown = 6,
    /// Outcome entry: had been answered *not done*, and was not executed.
    NotExecuted = 7,
    /// A management act, done in the same transaction.
    Changed = 8,
    /// Several alike, folded into one entry with a count.
    Folded = 9,
}

impl Outcome {
    /// All outcomes.
    pub const ALL: [Outcome; 9] = [
        Outcome::Allowed,
        Outcome::Refused,
        Outcome::Done,
        Outcome::Failed,
        Outcome::Abandoned,
        Outcome::Unknown,
        Outcome::NotExecuted,
        Outcome::Changed,
        Outcome::Folded,
    ];

    /// The stable machine-readable text.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Outcome::Allowed => "allowed",
            Outcome::Refused => "refused",
            Outcome::Done => "done",
            Outcome::Failed => "failed",
            Outcome::Abandoned => "abandoned",
            Outcome::Unknown => "unknown",
            Outcome::NotExecuted => "not-executed",
            Outcome::Changed => "changed",
            Outcome::Folded => "folded",
        }
    }

    /// From the stable text.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Outcome::ALL.into_iter().find(|known| known.name() == name)
    }

    /// From the stored number.
    #[must_use]
    pub fn from_u8(code: u8) -> Option<Self> {
        Outcome::ALL.into_iter().find(|known| *known as u8 == code)
    }

    /// Whether this is the second entry of a call, closing its claim.
    #[must_use]
    pub const fn closes(self) -> bool {
        matches!(
            self,
            Outcome::Done | Outcome::Failed | Outcome::Abandoned | Outcome::Unknown | Outcome::NotExecuted
        )
    }
}

/// An entry before the store gave it its place and time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryDraft {
    /// The account it belongs to.
    pub account: AccountId,
    /// Who acted.
    pub actor: Actor,
    /// What was done.
    pub action: Action,
    /// What it was done to.
    pub target: Target,
    /// The revision of the key it rests on or made; 0 where no key is involved.
    pub revision: u64,
    /// Where it came from; none for the system itself.
    pub source: Option<IpAddr>,
    /// What the client calls itself.
    pub client: ClientName,
    /// How it went.
    pub outcome: Outcome,
    /// Why.
    pub reason: Reason,
    /// What the reason was about.
    pub detail: Detail,
    /// The nonce this entry burnt, if it burnt one.
    pub nonce: Option<u64>,
    /// The time step this entry burnt, if it burnt one.
    pub otp_step: Option<u64>,
    /// Digest of the request (`SHA-256(nonce_text ‖ body)` for signed calls); zeros if none.
    pub digest: [u8; 32],
}

impl EntryDraft {
    /// Turns an accepted draft into a refused one.
    pub fn refuse(&mut self, denial: Denial) {
        self.outcome = Outcome::Refused;
        self.reason = denial.reason;
        self.detail = denial.detail;
    }

    /// Whether a claim with this entry is open until an outcome entry closes it.
    #[must_use]
    pub const fn opens(&self) -> bool {
        matches!(self.outcome, Outcome::Allowed) && self.action.mutates()
    }

    /// The claim this entry closes, if it is an outcome entry.
    #[must_use]
    pub const fn closes_claim(&self) -> Option<u64> {
        match &self.detail {
            Detail::Claim(claim) | Detail::Upstream { claim, .. } if self.outcome.closes() => Some(*claim),
            _ => None,
        }
    }

    /// The outcome entry that closes the claim this entry made at `claim`.
    #[must_use]
    pub fn outcome_of(&self, claim: u64, outcome: Outcome, reason: Reason, said: Option<&str>) -> EntryDraft {
        let detail = said.map_or(Detail::Claim(claim), |said| Detail::Upstream {
            claim,
            said: cut(said, MAX_SAID).into(),
        });
        EntryDraft { outcome, reason, detail, nonce: None, otp_step: None, ..self.clone() }
    }

    /// The keys whose histories this entry belongs to.
    pub fn keys(&self) -> impl Iterator<Item = KeyId> + use<> {
        self.key().into_iter().chain(self.other_key())
    }

    /// The successor that a rotation, or taking one back, is about as well: its words name it, before anything that
    /// a person may have typed.
    #[must_use]
    pub fn other_key(&self) -> Option<KeyId> {
        let Detail::Change(words) = &self.detail else { return None };
        if !self.action.is_of_pair() || self.outcome != Outcome::Changed {
            return None;
        }
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
        words.split(|c| !is_part(c)).find_map(|word| word.parse().ok())
    }

    /// The key whose history this entry belongs to, if any.
    #[must_use]
    pub const fn key(&self) -> Option<KeyId> {
        match (self.actor, self.target) {
            (Actor::Key(key), _) | (_, Target::Key(key)) => Some(key),
            _ => None,
        }
    }
}

/// The longest prefix of `text` that has at most `max` bytes and ends between characters.
#[must_use]
pub fn cut(text: &str, max: usize) -> &str {
    let end = (0..=max.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    text.get(..end).unwrap_or("")
}

/// Where an entry stands and when it was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The log (one lane writes one log).
    pub log: LogId,
    /// The epoch of the lane's owner when it was written.
    pub epoch: u32,
    /// Dense within the log, from 0.
    pub sequence: u64,
    /// When, by the store's clock; never falls within a log.
    pub time: Timestamp,
}

/// An entry in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Where and when.
    pub place: Place,
    /// What.
    pub draft: EntryDraft,
}
