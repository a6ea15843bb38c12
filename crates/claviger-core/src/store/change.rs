//! Changes of what is on record, each with its conditions and its entry.

use super::once::Once;
use super::record::RecordWrite;
use super::standing::Standing;
use crate::account::AccountRecord;
use crate::entry::EntryDraft;
use crate::key::{KeyRecord, Revision};
use crate::nonce::Nonce;
use crate::token::TokenRecord;
use std::fmt;

impl Change {
    /// Nothing but the entry and what the upstream journals, which the upstream fills in.
    pub const UPSTREAM: Change = Change::Journal(Vec::new());
}

/// A sealed secret as the store keeps it: opaque, never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedBytes(pub Box<[u8]>);

impl fmt::Debug for SealedBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealedBytes({} bytes)", self.0.len())
    }
}

/// A key as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRow {
    /// What is on record.
    pub record: KeyRecord,
    /// The sealed private key; none for public keys.
    pub secret: Option<SealedBytes>,
    /// The sealed second factor.
    pub second_factor: Option<SealedBytes>,
}

/// What is to be written.
#[derive(Debug, Clone)]
pub enum Change {
    /// A new account; its name must be free on the server, and there must be fewer than `limit`.
    CreateAccount {
        /// The account.
        record: AccountRecord,
        /// Most accounts on the server.
        limit: u32,
    },
    /// A new key; its account must be there, its id and API key must be new, its name free among the account's keys that are
    /// not revoked, and the account must have fewer than `limit` keys that are not revoked.
    CreateKey {
        /// The key.
        row: Box<KeyRow>,
        /// Most keys of the account.
        limit: u32,
    },
    /// A changed key; the stored revision must be `from`. If the nonce window differs from the
    /// stored one, the store raises the key's nonce floor to its highest nonce.
    UpdateKey {
        /// The key as it will be, at a greater revision.
        row: Box<KeyRow>,
        /// The revision it was made from.
        from: Revision,
    },
    /// A changed key, and records that are to be written with it: as [`Change::UpdateKey`] and [`Change::Records`], both or
    /// neither. Where both fail, what the records fail by is told.
    UpdateKeyWith {
        /// The key as it will be, at a greater revision.
        row: Box<KeyRow>,
        /// The revision it was made from.
        from: Revision,
        /// What is written besides.
        records: Vec<RecordWrite>,
    },
    /// A key that was held is admitted again; the stored revision must be `from`. The key's nonce
    /// floor is raised to `floor` in the same transaction.
    ReadmitKey {
        /// The key as it will be, at a greater revision, not held.
        row: Box<KeyRow>,
        /// The revision it was made from.
        from: Revision,
        /// Nothing at or below is accepted any more; none for a key without nonces.
        floor: Option<Nonce>,
    },
    /// A key gets a successor: the conditions of [`Change::UpdateKey`] for the key, then those of
    /// [`Change::CreateKey`] for the successor, judged with the key as it will be. Both are written or
    /// neither. The key's nonce window stays.
    RotateKey {
        /// The key as it will be, at a greater revision.
        row: Box<KeyRow>,
        /// The revision it was made from.
        from: Revision,
        /// Its successor.
        successor: Box<KeyRow>,
        /// Most keys of the account.
        limit: u32,
    },
    /// A rotation is taken back: the conditions of [`Change::UpdateKey`] for the successor, then for the
    /// key, judged with the successor as it will be. Both are written or neither. Nonce windows stay.
    RollBackKey {
        /// The key as it will be, at a greater revision.
        row: Box<KeyRow>,
        /// The revision it was made from.
        from: Revision,
        /// Its successor as it will be, at a greater revision.
        successor: Box<KeyRow>,
        /// The revision that was made from.
        successor_from: Revision,
    },
    /// The store was rolled back: every key on record is held until it is readmitted, every token
    /// that is not revoked is revoked, and every session and invitation is removed
    /// ([`RecordKind::ends_with_a_rollback`](super::RecordKind::ends_with_a_rollback)), since nobody
    /// knows which of them were taken back in what was lost. Made by the host before anything is
    /// served.
    Hold,
    /// A new token; its account must be there, its name must be free among the account's tokens that are not revoked, and
    /// the account must have fewer than `limit` of them.
    CreateToken {
        /// The token.
        record: TokenRecord,
        /// Most tokens of the account.
        limit: u32,
    },
    /// A changed token; the stored revision must be `from`.
    UpdateToken {
        /// The token as it will be.
        record: TokenRecord,
        /// The revision it was made from.
        from: u64,
    },
    /// Records are made, changed and removed: every one of these writes or none, at most
    /// [`MAX_RECORD_WRITES`](super::MAX_RECORD_WRITES).
    Records(Vec<RecordWrite>),
    /// The wrapped data keys, all of them, replacing what is there; the set that is there must
    /// have `from` as its generation, and gets `from + 1`.
    DataKeys {
        /// Opaque wrapped keys by id.
        wrapped: Vec<(u32, Vec<u8>)>,
        /// The generation they were read at; 0 if there were none.
        from: u64,
    },
    /// The latest time of the lane is set to the entry's `now`, lower than it was: an
    /// administrator's remedy for a clock that ran away.
    ResetClock,
    /// Nothing but the entry and a journal record of the upstream (paper deposits and the like).
    Journal(Vec<u8>),
}

/// A change with its entry, written together.
#[derive(Debug, Clone)]
pub struct Mutation {
    /// What is to be written.
    pub change: Change,
    /// The entry that says so.
    pub entry: EntryDraft,
    /// A journal record to be written with it (empty if none).
    pub journal: Vec<u8>,
    /// Who makes it, which must still hold at the store's time; none for what the host does itself.
    pub by: Option<Standing>,
    /// What is remembered of the request, if its client may send it again.
    pub once: Option<Once>,
}

impl Mutation {
    /// A change the host makes itself, without a journal record.
    #[must_use]
    pub const fn new(change: Change, entry: EntryDraft) -> Self {
        Mutation { change, entry, journal: Vec::new(), by: None, once: None }
    }
}

/// Why a change was not written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Conflict {
    /// Somebody changed it in the meantime.
    #[error("it was changed in the meantime; read it again and repeat the change")]
    Revision,
    /// The name, or the handle of a record, is in use.
    #[error("the name is in use")]
    NameTaken,
    /// The named limit is reached.
    #[error("the limit of {0} is reached")]
    LimitReached(u32),
    /// It is not there.
    #[error("there is no such thing")]
    Missing,
    /// The id, API key or digest exists already.
    #[error("it exists already")]
    Exists,
    /// A request with this idempotency key took effect before; [`super::Store::answered`] has it.
    #[error("a request with this idempotency key took effect before")]
    Repeated,
    /// Whoever asked may not any more: the token was revoked, rotated or has expired, the session
    /// ended, or the person's place in the account was changed or taken away.
    #[error("the token or session it was asked with does not work any more")]
    CallerGone,
}
