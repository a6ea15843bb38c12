//! Something that happened, ready to be told.

use super::kind::{EventKind, Level};
use crate::entry::{Place, cut};
use crate::id::{AccountId, KeyId, UserId};
use crate::people::RecordError;
use crate::people::body;
use crate::store::Record;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Most facts of an event. With these limits a delivery and its attempts fit into a record whatever is escaped in them.
pub const MAX_FACTS: usize = 8;
/// Most bytes of its sentence, and of a fact.
const MAX_TEXT_BYTES: usize = 400;
/// Most bytes of the name of a fact.
const MAX_LABEL_BYTES: usize = 40;

/// What an event is called wherever it is told, however often: receivers tell by it what they have seen. Made from the place
/// of the entry it follows from, or of what made it due.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EventId(Box<str>);

impl EventId {
    /// That of an entry: log, epoch, sequence.
    #[must_use]
    pub fn of(place: &Place) -> Self {
        EventId(format!("evt_{}-{}-{}", place.log.0, place.epoch, place.sequence).into())
    }

    /// That of something else that follows from an entry.
    #[must_use]
    pub fn beside(place: &Place, what: &str) -> Self {
        EventId(format!("evt_{}-{}-{}-{what}", place.log.0, place.epoch, place.sequence).into())
    }

    /// That of something that is due at a time: what, of which thing, when.
    #[must_use]
    pub fn due(what: &str, of: impl fmt::Display, at: Timestamp) -> Self {
        EventId(format!("evt_{what}-{of}-{}", at.micros()).into())
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Something that happened, in the words it is told in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What it is called.
    pub id: EventId,
    /// What happened, coarsely.
    pub kind: EventKind,
    /// How much it matters.
    pub level: Level,
    /// In which account.
    pub account: AccountId,
    /// When.
    pub at: Timestamp,
    /// The key it is about, if it is about one.
    pub key: Option<KeyId>,
    /// The person it is about, if it is about one.
    pub user: Option<UserId>,
    /// One sentence.
    pub sentence: String,
    /// What else there is to know: names and values, the most important first.
    pub facts: Vec<(String, String)>,
}

/// An event as it stands in a body.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EventBody {
    id: EventId,
    kind: String,
    level: String,
    at: Timestamp,
    key: Option<u64>,
    user: Option<u64>,
    sentence: String,
    facts: Vec<(String, String)>,
}

impl Event {
    /// An event with nothing but its sentence.
    #[must_use]
    pub fn new(id: EventId, kind: EventKind, account: AccountId, at: Timestamp, sentence: &str) -> Self {
        Event {
            id,
            kind,
            level: kind.level(),
            account,
            at,
            key: None,
            user: None,
            sentence: cut(sentence, MAX_TEXT_BYTES).to_owned(),
            facts: Vec::new(),
        }
    }

    /// The same with one more fact; an empty one is left out, and so is what is too much.
    #[must_use]
    pub fn with(mut self, label: &str, value: impl fmt::Display) -> Self {
        let value = value.to_string();
        if !value.is_empty() && self.facts.len() < MAX_FACTS {
            self.facts.push((cut(label, MAX_LABEL_BYTES).to_owned(), cut(&value, MAX_TEXT_BYTES).to_owned()));
        }
        self
    }

    pub(super) fn body(&self) -> EventBody {
        EventBody {
            id: self.id.clone(),
            kind: self.kind.name().to_owned(),
            level: self.level.name().to_owned(),
            at: self.at,
            key: self.key.map(KeyId::as_u64),
            user: self.user.map(UserId::as_u64),
            sentence: self.sentence.clone(),
            facts: self.facts.clone(),
        }
    }

    pub(super) fn read(record: &Record, body: EventBody) -> Result<Self, RecordError> {
        let account = body::wanted(record, record.account, "account")?;
        Ok(Event {
            id: body.id,
            kind: body::wanted(record, EventKind::from_name(&body.kind), "known kind of event")?,
            level: body::wanted(record, Level::from_name(&body.level), "known level")?,
            account,
            at: body.at,
            key: body.key.map(KeyId::from_u64),
            user: body.user.map(UserId::from_u64),
            sentence: body.sentence,
            facts: body.facts,
        })
    }
}
