//! Records: what is kept of people, and of whatever else is not on the path of a call.
//!
//! A record is a body that the store does not read, under the few columns it needs to find, to count
//! and to forget it. Kinds differ in what they put there, not in what the store does with them.
//!
//! # Live
//! A record with an expiry is *live* before that instant, by the store's time. To a write, one that is
//! not live is not there: it is not updated, prolonged or required, its id and its handle are free, and
//! no limit counts it. So nothing depends on when upkeep comes by. Reads give it until it was removed;
//! whoever reads asks [`Record::is_live`].

use super::change::Conflict;
use crate::id::{AccountId, write_id};
use crate::time::Timestamp;
use std::fmt;

/// Most writes of one change.
pub const MAX_RECORD_WRITES: usize = 64;
/// Most bytes of a handle.
pub const MAX_HANDLE_BYTES: usize = 128;
/// Most bytes of a body.
pub const MAX_BODY_BYTES: usize = 16 * 1024;

/// What a record is of. Numbers and names are stable; new ones are only added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum RecordKind {
    /// A person; the handle is the login, folded.
    User = 1,
    /// A person's place in an account; the handle is user and account, so there is one of each.
    Member = 2,
    /// A browser that is signed in; the handle is the digest of its token.
    Session = 3,
    /// A link that invites, or lets somebody back in; the handle is the digest of its token.
    Invitation = 4,
    /// A passkey; the handle is the digest of the credential's id.
    Passkey = 5,
    /// How old the keys of an account may grow; the id is the account's.
    RotationPolicy = 12,
    /// The last sign-off of a key's review, or an account's settings of reviews; the handle says of which.
    Review = 6,
    /// A way to tell somebody of what happened: a mailbox, a web hook, a chat.
    Channel = 7,
    /// What is to be told, and what not; the handle is what it is about and of which event.
    Rule = 8,
    /// What happened, in the words it is told in: what stands in the inbox.
    Notice = 9,
    /// A notice on its way to a channel, or that went; its owner is the channel.
    Delivery = 10,
    /// How far something has come that is derived from the log; the handle says what.
    Cursor = 11,
}

impl RecordKind {
    /// All kinds.
    pub const ALL: [RecordKind; 12] = [
        RecordKind::User,
        RecordKind::Member,
        RecordKind::Session,
        RecordKind::Invitation,
        RecordKind::Passkey,
        RecordKind::RotationPolicy,
        RecordKind::Review,
        RecordKind::Channel,
        RecordKind::Rule,
        RecordKind::Notice,
        RecordKind::Delivery,
        RecordKind::Cursor,
    ];

    /// The stable machine-readable text, which is the prefix of its ids.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            RecordKind::User => "user",
            RecordKind::Member => "member",
            RecordKind::Session => "session",
            RecordKind::Invitation => "invitation",
            RecordKind::Passkey => "passkey",
            RecordKind::RotationPolicy => "rotation_policy",
            RecordKind::Review => "review",
            RecordKind::Channel => "channel",
            RecordKind::Rule => "rule",
            RecordKind::Notice => "notice",
            RecordKind::Delivery => "delivery",
            RecordKind::Cursor => "cursor",
        }
    }

    /// Whether such records follow from entries that are there already, so that they are written without one of their own
    /// ([`DerivedWrites`]).
    #[must_use]
    pub const fn is_derived(self) -> bool {
        matches!(self, RecordKind::Notice | RecordKind::Delivery | RecordKind::Cursor)
    }

    /// From the stored number.
    #[must_use]
    pub fn from_u8(code: u8) -> Option<Self> {
        RecordKind::ALL.into_iter().find(|kind| *kind as u8 == code)
    }

    /// Whether a store that was rolled back keeps none of them ([`super::Change::Hold`]): nobody
    /// knows which of them were ended, or used, in what was lost.
    #[must_use]
    pub const fn ends_with_a_rollback(self) -> bool {
        matches!(self, RecordKind::Session | RecordKind::Invitation)
    }
}

/// Shows the id of a record as its own kind of id does, as in `user_0123456789ab`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordId(pub RecordKind, pub u64);

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_id(self.0.name(), self.1, f)
    }
}

/// A record.
#[derive(Clone, PartialEq, Eq)]
pub struct Record {
    /// What it is of.
    pub kind: RecordKind,
    /// Its id, random, unique among its kind.
    pub id: u64,
    /// The account it belongs to, if it belongs to one. Never changes.
    pub account: Option<AccountId>,
    /// The person it belongs to, or the channel, by the number of the id; 0 for nobody's. Never changes.
    pub owner: u64,
    /// What else it is found by: unique among its kind, at most [`MAX_HANDLE_BYTES`].
    pub handle: Option<Box<[u8]>>,
    /// Rises with every change, from 1.
    pub revision: u64,
    /// When it was made.
    pub created_at: Timestamp,
    /// From when on it counts as gone.
    pub expires_at: Option<Timestamp>,
    /// The rest, opaque here, at most [`MAX_BODY_BYTES`].
    pub body: Box<[u8]>,
}

/// Handles and bodies may hold digests and sealed secrets: only their size is shown.
impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Record")
            .field("id", &format_args!("{}", RecordId(self.kind, self.id)))
            .field("account", &self.account)
            .field("owner", &self.owner)
            .field("handle_bytes", &self.handle.as_ref().map(|handle| handle.len()))
            .field("revision", &self.revision)
            .field("created_at", &self.created_at)
            .field("expires_at", &self.expires_at)
            .field("body_bytes", &self.body.len())
            .finish()
    }
}

impl Record {
    /// Whether it still counts.
    #[must_use]
    pub fn is_live(&self, time: Timestamp) -> bool {
        self.expires_at.is_none_or(|at| time < at)
    }

    fn fits(&self) -> Result<(), Conflict> {
        let handle = self.handle.as_ref().map_or(0, |handle| handle.len());
        at_most(handle, MAX_HANDLE_BYTES)?;
        at_most(self.body.len(), MAX_BODY_BYTES)
    }
}

/// What a limit counts: live records of the kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordScope {
    /// Those of the same account.
    Account,
    /// Those of the same owner.
    Owner,
    /// All of them.
    Kind,
}

/// How many there may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordLimit {
    /// Among which.
    pub scope: RecordScope,
    /// With the new one.
    pub most: u32,
}

/// One write of a change. Each is judged against what the writes before it left; conditions in the
/// order they are named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RecordWrite {
    /// A new record: its account must be there, if it has one; its id must be new among its kind,
    /// then its handle ([`Conflict::NameTaken`]); then the limit must leave room for it.
    Create {
        /// The record.
        record: Record,
        /// How many there may be.
        limit: Option<RecordLimit>,
    },
    /// A changed record: one of its kind, id, account and owner must be there, at the revision
    /// `from`, which the new one is above; its handle must be free or its own. Everything else is
    /// written as it is given.
    Update {
        /// The record as it will be.
        record: Record,
        /// The revision it was made from.
        from: u64,
    },
    /// Writes nothing: the record must be there, at this revision. For a change that rests on what it
    /// does not change: a sign-in on the password that was compared, the leave of an owner on there
    /// being another one.
    Require {
        /// Of this kind.
        kind: RecordKind,
        /// Its id.
        id: u64,
        /// Its revision.
        revision: u64,
    },
    /// A record goes: it must be there, at the revision `from`.
    Remove {
        /// Of this kind.
        kind: RecordKind,
        /// Its id.
        id: u64,
        /// The revision it was seen at.
        from: u64,
    },
    /// All records of the kind that `owner` has go, however many there are, but one. Owner 0 has
    /// none.
    RemoveOwned {
        /// Of this kind.
        kind: RecordKind,
        /// Whose.
        owner: u64,
        /// The one that stays.
        except: Option<u64>,
    },
}

impl RecordWrite {
    /// Refuses what is larger than the contract allows, before anything is looked up.
    ///
    /// # Errors
    /// [`Conflict::LimitReached`] with the limit.
    pub fn fit(writes: &[RecordWrite]) -> Result<(), Conflict> {
        at_most(writes.len(), MAX_RECORD_WRITES)?;
        writes.iter().try_for_each(|write| match write {
            RecordWrite::Create { record, .. } | RecordWrite::Update { record, .. } => record.fits(),
            _ => Ok(()),
        })
    }
}

/// Writes of records that follow from entries which are there already: cursors, notices, deliveries. They have no entry of
/// their own, so nothing else can be among them but conditions on what they rest on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DerivedWrites(Vec<RecordWrite>);

impl DerivedWrites {
    /// None if a write among them is of a record that wants an entry.
    #[must_use]
    pub fn new(writes: Vec<RecordWrite>) -> Option<Self> {
        let derived = |write: &RecordWrite| match write {
            RecordWrite::Create { record, .. } | RecordWrite::Update { record, .. } => {
                record.kind.is_derived()
            }
            RecordWrite::Remove { kind, .. } | RecordWrite::RemoveOwned { kind, .. } => kind.is_derived(),
            RecordWrite::Require { .. } => true,
        };
        writes.iter().all(derived).then_some(DerivedWrites(writes))
    }

    /// The writes.
    #[must_use]
    pub fn as_slice(&self) -> &[RecordWrite] {
        &self.0
    }
}

fn at_most(found: usize, most: usize) -> Result<(), Conflict> {
    if found <= most {
        return Ok(());
    }
    Err(Conflict::LimitReached(u32::try_from(most).unwrap_or(u32::MAX)))
}

/// Which records of a kind are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordsOf {
    /// Those of an account.
    Account(AccountId),
    /// Those of an owner.
    Owner(u64),
    /// All of them.
    Kind,
}
