//! Notices follow the log (P13).
//!
//! **The audit log is the outbox.** What happens is an entry, written in the transaction of what it tells of; nothing else is
//! done for notices on the path of a call or a change. One task ([`run`]) does the rest, in this order:
//!
//! 1. *Read.* The log is followed in its order from a durable position ([`follow`]), through a filter that passes over calls
//!    that went well without reading them ([`claviger_core::notices::is_noted`]).
//! 2. *Derive.* Entries become events, events a notice for the inbox and a delivery for each channel. They are written in
//!    **one** item with the position behind the entries they follow from ([`claviger_core::store::Item::Derived`]). Stopped
//!    before it, nothing is there and the same entries are read again; stopped after it, all of it is there and they are not.
//!    Counts of what is told together (refusals) are written in the same item, so they are exact, too.
//! 3. *Send.* A delivery that is on record, the oldest of its channel, is sent ([`courier`]).
//! 4. *Note.* What came of it is written. Stopped between 3 and 4, it is sent again, under the same event id.
//!
//! So nothing is told that is not on record, everything on record is told at least once and in order per channel, and a
//! channel that is dead holds up nobody: it has a queue of its own, pauses of its own, and those that fail share places that
//! others do not need.
//!
//! # Bounds
//! Each is named below. What there is no room for is dropped, counted and told in the inbox; so are entries that retention
//! took before they were read.

mod book;
mod courier;
mod derive;
mod due;
mod follow;
mod habit;
mod kept;
mod mood;
mod names;
mod outbox;
mod remind;
mod run;

pub(crate) use book::sent;
pub(crate) use courier::{binding, carry};
pub use outbox::Outbox;
pub use run::{prepare, run};

use crate::change::ChangeError;
use claviger_core::entropy::EntropyError;
use claviger_core::people::RecordError;
use claviger_core::store::StoreError;

/// Most channels of one account.
pub const CHANNELS_PER_ACCOUNT: u32 = 20;
/// Most rules of one account.
pub const RULES_PER_ACCOUNT: u32 = 500;
/// Most deliveries kept for one channel, those that wait among them.
pub const DELIVERIES_PER_CHANNEL: u32 = 300;
/// Most notices in one account's inbox; the oldest go first.
pub const NOTICES_PER_ACCOUNT: u32 = 1_000;
/// How long a notice is kept.
pub const NOTICE_SECS: i64 = 90 * 86_400;
/// How long a delivery is kept once it is over.
pub const DELIVERY_SECS: i64 = 30 * 86_400;
/// Keys and people whose refusals are gathered at once; those of others are left to the history.
const GATHERED: usize = 10_000;

/// Something was not written, or not read; it is tried again from what is on record.
#[derive(Debug, thiserror::Error)]
enum NoticeError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Change(#[from] ChangeError),
    #[error(transparent)]
    Record(#[from] RecordError),
    #[error(transparent)]
    Entropy(#[from] EntropyError),
}
