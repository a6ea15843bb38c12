//! How far something has come that is derived from the log: kept as cursors.

use super::kind::EventKind;
use crate::entry::Place;
use crate::id::{AccountId, ChannelId, KeyId, LogId, UserId};
use crate::people::{RecordError, body};
use crate::reason::Reason;
use crate::store::{Record, RecordKind};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Reasons told of refusals: the most frequent ones.
pub const TOP_REASONS: usize = 4;

/// Up to where a log was read and everything that follows from it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The log.
    pub log: LogId,
    /// The first sequence that was not read.
    pub next: u64,
    /// Rises with every change, from 1.
    pub revision: u64,
}

/// Up to when a person has read the inbox of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeenUpTo {
    /// The person.
    pub user: UserId,
    /// The account.
    pub account: AccountId,
    /// Everything put on record at or before.
    pub at: Timestamp,
    /// The last notice read.
    pub last: u64,
    /// Rises with every change, from 1.
    pub revision: u64,
}

/// How a channel is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Health {
    /// Since when every attempt failed; none if the last one did not.
    pub failing_since: Option<Timestamp>,
    /// Attempts that failed since then.
    pub failures: u32,
    /// Others were told of that.
    pub told: bool,
    /// Notices there was no room for, all told.
    pub dropped: u64,
}

impl Health {
    /// Nothing went wrong.
    pub const FINE: Health = Health { failing_since: None, failures: 0, told: false, dropped: 0 };
}

/// Refusals of a key, or of a person's login, that are to be told together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Refusals {
    /// The account.
    pub account: u64,
    /// The key, if they are of one.
    pub key: Option<u64>,
    /// The person, if they are of one's login.
    pub user: Option<u64>,
    /// What is told of them.
    pub kind: String,
    /// The place of the first, which names the event.
    pub first: (u32, u32, u64),
    /// Since when they are counted; none if there are none.
    pub since: Option<Timestamp>,
    /// When they were told last.
    pub told_at: Option<Timestamp>,
    /// How many.
    pub count: u64,
    /// How many for each reason.
    pub reasons: Vec<(String, u64)>,
    /// Where the last came from.
    pub source: Option<String>,
    /// What its client called itself.
    pub client: String,
}

/// From where a key is used, and which permissions it used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Habit {
    /// The key.
    pub key: u64,
    /// Places it was used from (network and client, as one number), the latest last.
    pub places: Vec<u64>,
    /// Permissions it used, by their bits.
    pub permissions: u16,
    /// When a new place was last told.
    pub told_at: Option<Timestamp>,
}

impl Habit {
    /// What that of a key is found by.
    #[must_use]
    pub fn handle(key: KeyId) -> Box<[u8]> {
        [b"habit:".as_slice(), &key.as_u64().to_be_bytes()].concat().into()
    }
}

/// A cursor, as a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// How far the log was read.
    Position(Position),
    /// How far an inbox was read.
    Seen(SeenUpTo),
    /// How a channel is doing.
    Health(ChannelId, Health),
    /// What waits to be told together.
    Refusals(Refusals),
    /// Places a person has signed in from.
    Places(UserId, Vec<String>),
    /// How a key is used: what was told of it, or is its habit.
    Habit(Habit),
    /// Something that is due once was told: its name, and until when that is remembered.
    Told(String, Timestamp),
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
enum Body {
    Position { log: u32, next: u64 },
    Seen { user: u64, account: u64, at: Timestamp, last: u64 },
    Health(Health),
    Refusals(Refusals),
    Places { user: u64, places: Vec<String> },
    Habit(Habit),
    Told { name: String },
}

impl Mark {
    /// What it is found by.
    #[must_use]
    pub fn handle(&self) -> Box<[u8]> {
        match self {
            Mark::Position(position) => Position::handle(position.log),
            Mark::Seen(seen) => SeenUpTo::handle(seen.user, seen.account),
            Mark::Health(channel, _) => Health::handle(*channel),
            Mark::Refusals(refusals) => refusals.handle(),
            Mark::Places(user, _) => places_handle(*user),
            Mark::Habit(habit) => Habit::handle(KeyId::from_u64(habit.key)),
            Mark::Told(name, _) => told_handle(name),
        }
    }

    /// The record with this id and revision.
    ///
    /// # Errors
    /// [`RecordError`] if it cannot be written down.
    pub fn record(&self, id: u64, revision: u64, created_at: Timestamp) -> Result<Record, RecordError> {
        let (kind, handle) = (RecordKind::Cursor, Some(self.handle()));
        let (mut owner, mut expires_at) = (0, None);
        let body = match self {
            Mark::Position(at) => Body::Position { log: at.log.0, next: at.next },
            Mark::Seen(seen) => {
                owner = seen.user.as_u64();
                Body::Seen { user: owner, account: seen.account.as_u64(), at: seen.at, last: seen.last }
            }
            Mark::Health(channel, health) => {
                owner = channel.as_u64();
                Body::Health(*health)
            }
            Mark::Refusals(refusals) => Body::Refusals(refusals.clone()),
            Mark::Places(user, places) => {
                owner = user.as_u64();
                Body::Places { user: owner, places: places.clone() }
            }
            Mark::Habit(habit) => {
                owner = habit.key;
                Body::Habit(habit.clone())
            }
            Mark::Told(name, until) => {
                expires_at = Some(*until);
                Body::Told { name: name.clone() }
            }
        };
        let body = body::write(kind, id, body)?;
        Ok(Record { kind, id, account: None, owner, handle, revision, created_at, expires_at, body })
    }
}

impl TryFrom<&Record> for Mark {
    type Error = RecordError;

    fn try_from(record: &Record) -> Result<Self, RecordError> {
        let revision = record.revision;
        Ok(match body::read(record, RecordKind::Cursor)? {
            Body::Position { log, next } => Mark::Position(Position { log: LogId(log), next, revision }),
            Body::Seen { user, account, at, last } => Mark::Seen(SeenUpTo {
                user: UserId::from_u64(user),
                account: AccountId::from_u64(account),
                at,
                last,
                revision,
            }),
            Body::Health(health) => Mark::Health(ChannelId::from_u64(record.owner), health),
            Body::Refusals(refusals) => Mark::Refusals(refusals),
            Body::Places { user, places } => Mark::Places(UserId::from_u64(user), places),
            Body::Habit(habit) => Mark::Habit(habit),
            Body::Told { name } => Mark::Told(name, body::wanted(record, record.expires_at, "expiry")?),
        })
    }
}

impl Position {
    /// What that of a log is found by.
    #[must_use]
    pub fn handle(log: LogId) -> Box<[u8]> {
        [b"position:".as_slice(), &log.0.to_be_bytes()].concat().into()
    }
}

impl SeenUpTo {
    /// What that of a person in an account is found by.
    #[must_use]
    pub fn handle(user: UserId, account: AccountId) -> Box<[u8]> {
        [b"seen:".as_slice(), &user.as_u64().to_be_bytes(), &account.as_u64().to_be_bytes()].concat().into()
    }
}

impl Health {
    /// What that of a channel is found by.
    #[must_use]
    pub fn handle(channel: ChannelId) -> Box<[u8]> {
        [b"health:".as_slice(), &channel.as_u64().to_be_bytes()].concat().into()
    }
}

/// What the places of a person are found by.
fn places_handle(user: UserId) -> Box<[u8]> {
    [b"places:".as_slice(), &user.as_u64().to_be_bytes()].concat().into()
}

/// What it is found by that something was told.
fn told_handle(name: &str) -> Box<[u8]> {
    [b"told:".as_slice(), name.as_bytes()].concat().into()
}

impl Refusals {
    /// None yet, of this key or person.
    #[must_use]
    pub fn none(account: AccountId, key: Option<KeyId>, user: Option<UserId>, kind: EventKind) -> Self {
        Refusals {
            account: account.as_u64(),
            key: key.map(KeyId::as_u64),
            user: user.map(UserId::as_u64),
            kind: kind.name().to_owned(),
            first: (0, 0, 0),
            since: None,
            told_at: None,
            count: 0,
            reasons: Vec::new(),
            source: None,
            client: String::new(),
        }
    }

    /// Adds `count` more of this reason.
    pub fn add(&mut self, place: &Place, reason: Reason, count: u64) {
        if self.since.is_none() {
            self.since = Some(place.time);
            self.first = (place.log.0, place.epoch, place.sequence);
        }
        self.count = self.count.saturating_add(count);
        match self.reasons.iter_mut().find(|(known, _)| known == reason.code()) {
            Some((_, known)) => *known = known.saturating_add(count),
            None => self.reasons.push((reason.code().to_owned(), count)),
        }
    }

    fn handle(&self) -> Box<[u8]> {
        let of = self.key.or(self.user).unwrap_or_default();
        [b"refusals:".as_slice(), &of.to_be_bytes(), &self.account.to_be_bytes(), self.kind.as_bytes()]
            .concat()
            .into()
    }
}
