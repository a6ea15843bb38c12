//! What is told, and what is not.

use super::kind::{EventKind, Level};
use crate::id::{AccountId, KeyId, RuleId, UserId};
use crate::people::{RecordError, body};
use crate::store::{Record, RecordKind};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// What a rule is about. The narrowest one that fits decides: key, then person, then account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// Every event of its kind.
    Account,
    /// Those about this person.
    Person(u64),
    /// Those about this key.
    Key(u64),
}

/// What a rule says of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// It is told to nobody; the log has it.
    Nowhere,
    /// It stands in the inbox.
    Inbox,
    /// It stands in the inbox and goes to every channel that takes its level.
    Channels,
}

impl Verdict {
    /// All verdicts.
    pub const ALL: [Verdict; 3] = [Verdict::Nowhere, Verdict::Inbox, Verdict::Channels];

    /// The stable machine-readable text.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Verdict::Nowhere => "nowhere",
            Verdict::Inbox => "inbox",
            Verdict::Channels => "channels",
        }
    }

    /// From the stable text.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Verdict::ALL.into_iter().find(|known| known.name() == name)
    }

    /// What is done where no rule says anything: what matters goes everywhere.
    #[must_use]
    pub const fn unless_told(level: Level) -> Self {
        match level {
            Level::Info => Verdict::Inbox,
            Level::Warning | Level::Alarm => Verdict::Channels,
        }
    }
}

/// A rule on record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// The id.
    pub id: RuleId,
    /// In which account.
    pub account: AccountId,
    /// What it is about.
    pub scope: Scope,
    /// For which events.
    pub kind: EventKind,
    /// What it says.
    pub verdict: Verdict,
    /// Rises with every change, from 1.
    pub revision: u64,
    /// When it was made.
    pub created_at: Timestamp,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    scope: Scope,
    kind: String,
    verdict: Verdict,
}

impl Rule {
    /// What the rule of an account about this is found by; so there is one.
    #[must_use]
    pub fn handle(account: AccountId, scope: Scope, kind: EventKind) -> Box<[u8]> {
        let (which, of) = match scope {
            Scope::Account => (0u8, 0),
            Scope::Person(user) => (1, user),
            Scope::Key(key) => (2, key),
        };
        let place = [&account.as_u64().to_be_bytes()[..], &[which], &of.to_be_bytes()[..]].concat();
        [&place[..], kind.name().as_bytes()].concat().into()
    }

    /// The record it is kept as.
    ///
    /// # Errors
    /// [`RecordError`] if it cannot be written down.
    pub fn record(&self) -> Result<Record, RecordError> {
        let (kind, id) = (RecordKind::Rule, self.id.as_u64());
        let body = Body { scope: self.scope, kind: self.kind.name().to_owned(), verdict: self.verdict };
        Ok(Record {
            kind,
            id,
            account: Some(self.account),
            owner: 0,
            handle: Some(Rule::handle(self.account, self.scope, self.kind)),
            revision: self.revision,
            created_at: self.created_at,
            expires_at: None,
            body: body::write(kind, id, body)?,
        })
    }

    /// How narrowly it is about an event; none if it is not.
    #[must_use]
    pub fn fits(&self, kind: EventKind, key: Option<KeyId>, user: Option<UserId>) -> Option<u8> {
        let fits = match self.scope {
            Scope::Account => Some(0),
            Scope::Person(own) => (user.map(UserId::as_u64) == Some(own)).then_some(1),
            Scope::Key(own) => (key.map(KeyId::as_u64) == Some(own)).then_some(2),
        };
        fits.filter(|_| self.kind == kind)
    }
}

impl TryFrom<&Record> for Rule {
    type Error = RecordError;

    fn try_from(record: &Record) -> Result<Self, RecordError> {
        let body: Body = body::read(record, RecordKind::Rule)?;
        Ok(Rule {
            id: RuleId::from_u64(record.id),
            account: body::wanted(record, record.account, "account")?,
            scope: body.scope,
            kind: body::wanted(record, EventKind::from_name(&body.kind), "known kind of event")?,
            verdict: body.verdict,
            revision: record.revision,
            created_at: record.created_at,
        })
    }
}
