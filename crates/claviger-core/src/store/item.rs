//! What a group is made of, and what becomes of each item.

use super::change::{Conflict, Mutation};
use super::record::{DerivedWrites, RecordKind};
use crate::entry::{EntryDraft, Place};
use crate::id::KeyId;
use crate::key::Revision;
use crate::reason::Denial;
use crate::time::Timestamp;

/// What a claim does with its nonce.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NonceUse {
    /// It must be acceptable and is burnt; if it is not acceptable, the entry is written as
    /// refused with [`crate::reason::Reason::InvalidNonce`], whatever the draft said.
    Judge(u64),
    /// It is burnt if it is acceptable; the draft's own reason stands (it ranks before the nonce).
    BurnIfAcceptable(u64),
    /// It is left alone: rate-limited calls and dead keys.
    Spare,
}

/// One verified call, decided, to be settled. `draft.otp_step`, if set, must be greater than the
/// last one burnt for the key, else the entry is written as refused with
/// [`crate::reason::Reason::SecondFactorReused`] and the nonce is burnt if it is acceptable. A
/// time step is burnt only by a claim whose nonce is acceptable or whose draft refuses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The key.
    pub key: KeyId,
    /// The revision the decision was made from.
    pub revision: Revision,
    /// The decision may not be committed at or after this instant.
    pub deadline: Timestamp,
    /// What becomes of the nonce.
    pub nonce: NonceUse,
    /// The entry to be appended; `draft.nonce` is set by the store if it burns one.
    pub draft: EntryDraft,
}

/// One item of a group.
#[derive(Debug, Clone)]
pub enum Item {
    /// A call to be settled.
    Claim(Claim),
    /// The outcome of a claim, with what the upstream journals for it (empty if nothing).
    Outcome {
        /// An entry for which [`EntryDraft::closes_claim`] is some.
        draft: EntryDraft,
        /// The upstream's journal record, opaque here.
        journal: Vec<u8>,
    },
    /// An entry without a condition (folded refusals, tallies, system notes).
    Note(EntryDraft),
    /// A journal record without an entry: what the upstream did by itself.
    Journal(Vec<u8>),
    /// A snapshot of the upstream that stands for all journal records numbered below `below`;
    /// those may be dropped.
    JournalSnapshot {
        /// Number of the first record that is not in the snapshot.
        below: u64,
        /// The snapshot, opaque here.
        bytes: Vec<u8>,
    },
    /// A change of keys, tokens, accounts, records or data keys, with its entry.
    Change(Box<Mutation>),
    /// The expiry of a live record is put off; it is never brought forward, and a record without one
    /// gets none. No entry, and the revision stays: this is how a session remembers that it is used.
    Prolong {
        /// Of this kind.
        kind: RecordKind,
        /// Its id.
        id: u64,
        /// When it is to expire.
        expires_at: Timestamp,
    },
    /// Records that follow from entries which are there already, all of them or none. No entry: how far a follower of the
    /// log has come, and what it made of what it read.
    Derived(DerivedWrites),
}

impl Item {
    /// Whether it is to be committed at once, however much cheaper it would be in company: a change takes a key back.
    #[must_use]
    pub const fn hurries(&self) -> bool {
        matches!(self, Item::Change(_))
    }
}

/// What became of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settled {
    /// The claim was accepted and stands at this place.
    Accepted(Place),
    /// The claim was written as refused.
    Refused(Place, Denial),
    /// The key's revision is another one, or the key is not there; nothing was written.
    Stale,
    /// The deadline had passed; nothing was written.
    PastDeadline,
    /// An outcome, note or change was written here. (A `Journal` or `JournalSnapshot` item gives
    /// the number of the next journal record in [`Settled::Journaled`].)
    Written(Place),
    /// A journal item was written; this is the number the next record will get.
    Journaled(u64),
    /// The record expires at the instant asked for, or later, or never.
    Prolonged,
    /// Derived records were written.
    Derived,
    /// The conditions of a change did not hold, or what was to be prolonged is not there; nothing was
    /// written for it.
    Conflict(Conflict),
}
