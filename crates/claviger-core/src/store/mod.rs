//! The Store contract: what every engine must keep. `claviger-store` holds the conformance suite.
//!
//! # Lanes
//! All writing goes through a **lane**: one log, owned by one writer at a time. Opening a lane
//! raises its **epoch**; whoever held it before is fenced and can commit nothing more. A lane has
//! at most one group in flight. A store may have many lanes (one per log); an engine in which one
//! process owns the file has one.
//!
//! # A commit
//! [`Lane::commit`] takes a **group** of [`Item`]s and settles them, in order, in **one**
//! transaction, which is durable (synced) before the call returns `Ok`:
//!
//! 1. For each [`Claim`], against the state left by the items before it:
//!    the key's revision equals `claim.revision`, else [`Settled::Stale`] and nothing is written;
//!    the store's time is before `claim.deadline`, else [`Settled::PastDeadline`] and nothing is
//!    written; then the time step of its second factor and its nonce are judged and burnt
//!    ([`NonceUse`]), which may turn an accepted claim into a refused one; the entry is appended.
//! 2. For each [`Item::Outcome`]: the entry and the upstream's journal record are appended
//!    together, closing the claim it names.
//! 3. For each [`Item::Change`]: whoever makes it must still be who was recognised, at the store's
//!    time ([`Standing::holds`]), else [`Conflict::CallerGone`]; if it is to take effect [`Once`], there
//!    must be no answer with its key that still stands at the store's time, else
//!    [`Conflict::Repeated`]; its conditions are checked in the same transaction ([`Conflict`]), then
//!    the change, its entry and that answer are written, and the account's oldest answers above the
//!    limit are removed. A change that is not written leaves no answer. Upkeep removes answers that
//!    stand no longer.
//! 4. For each [`Item::Prolong`]: the record must be there and live at the store's time, else
//!    [`Conflict::Missing`]; its expiry moves to the one asked for, if that is later.
//! 5. For each [`Item::Derived`]: its writes are judged and made like those of a [`Change::Records`], all or none, and
//!    nothing is appended: what they say follows from entries that are there already.
//! 6. The lane's tail advances by compare-and-set on (epoch, sequence), so the log is dense.
//!
//! The store's time is `max(now, latest time committed in this lane)`; an entry's time never
//! falls, except that the entry of a [`Change::ResetClock`] and what follows it carry the lower
//! time. A group that writes nothing does not advance the time. Sequences are dense from 0.
//!
//! Where several conditions fail, the first of these is told: caller gone → repeated; then for new
//! keys, tokens and records account missing; for new things exists → name taken → limit; for changes
//! missing → revision → name taken; for claims stale → past the deadline → second factor reused → nonce. A
//! refused claim burns its time step whatever becomes of its nonce; an entry names a nonce or step
//! only if it burnt it.
//!
//! A lane that was fenced commits nothing more, not even after [`Lane::reopen`].
//!
//! On `Err` the lane is unusable until [`Lane::reopen`] has read everything again from the disk.
//! After [`CommitError::Unknown`] the group is wholly there or wholly absent; the caller learns
//! which by comparing [`LaneHead::next_sequence`] before and after.
//!
//! # Records
//! A [`Record`] is what is kept of people, and of all that is not on the path of a call. The writes of
//! a [`Change::Records`] are judged and made in their order, each against what the ones before it
//! left ([`RecordWrite`]); the first that fails is told, and then none of them was made. Those of a
//! [`Change::UpdateKeyWith`] are judged before its key, and stand or fall with it. A change that
//! is too large ([`RecordWrite::fit`]) is refused before that. A limit is counted in the same
//! transaction. A record that is live no longer is not there for any write; one that takes its id or
//! handle takes its place, and upkeep removes it in bounded steps, so when it comes by shows in
//! nothing but reads, which give such a record until then. Upkeep removes nothing that is live.
//!
//! # Revisions
//! Any change of a key (and of what it rests on) writes a greater revision. Once such a change
//! has returned `Ok`, no claim made from an older revision can be accepted, whatever a cache says.
//!
//! # Reading
//! Reads see every group whose commit returned `Ok` before the read began.

mod change;
mod engine;
mod history;
mod item;
mod note;
mod once;
mod record;
mod standing;

pub use change::{Change, Conflict, KeyRow, Mutation, SealedBytes};
pub use engine::{
    CommitError, Followed, JournalRecord, KeyFilter, Lane, LaneHead, OpenClaim, Retention, Store, StoreError,
    StoreStats, Upkeep, Wanted, WrappedKeys,
};
pub use history::{Cursor, HistoryPage, HistoryQuery, Which, Within};
pub use item::{Claim, Item, NonceUse, Settled};
pub use note::retention_note;
pub use once::{Answered, Once, OnceKey};
pub use record::{
    DerivedWrites, MAX_BODY_BYTES, MAX_HANDLE_BYTES, MAX_RECORD_WRITES, Record, RecordId, RecordKind,
    RecordLimit, RecordScope, RecordWrite, RecordsOf,
};
pub use standing::Standing;
