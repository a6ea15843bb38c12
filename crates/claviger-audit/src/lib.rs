//! The bytes of an audit entry: what the log stores, hashes and exports.
//!
//! Purpose: one canonical, versioned encoding of [`claviger_core::entry::Entry`] ([`encode`],
//! [`decode`]), its leaf hash ([`leaf_hash`]), a cheap look at what an engine indexes and
//! recovers by ([`peek`]), the packing of several entries into one blob ([`pack`],
//! [`unpack`]), and what is kept elsewhere of a log ([`witness`]).
//!
//! It must not know: stores, files, clocks, keys' secrets. Pure functions of bytes.
//!
//! Promises it carries: P5 (there is exactly one byte string per entry, so a leaf hash stands for
//! one entry), P8 (hostile bytes are only an error), P14 (a store that was rolled back is told from one
//! that was not), P16 (every engine stores the same bytes).
//!
//! # Layout, version 1
//!
//! Numbers are LEB128 varints in their shortest form; ids are 8 bytes and codes 1 or 2 bytes,
//! little-endian; `[…]` is there only if its flag says so.
//!
//! ```text
//! version       u8     1
//! flags         u8     bits 0–1 actor (system, key, token, user), 2–3 target (account, key, token,
//!                      record), 4–5 source (none, v4, v6), 6 nonce, 7 time step
//! detail kind   u8     bits 0–3 kind, 4 digest; the rest zero
//! log, epoch, sequence, time in µs     varints
//! account       8
//! [actor id 8] [kind of record u8] [target id 8]
//! action        u16    outcome u8    reason u8
//! [nonce varint] [time step varint]
//! [detail]             by its kind; a claim's number comes first in it
//! revision      varint
//! [source 4 or 16]
//! client        u8 length, printable ASCII
//! [digest 32]          left out if all zero
//! ```
//!
//! A release may add a version, and codes to a version that it still writes; it never changes a byte
//! of what was written.
//!
//! ```
//! # use claviger_core::{action::Action, entry::*, id::*, reason::*, text::ClientName, time::Timestamp};
//! let entry = Entry {
//!     place: Place { log: LogId(0), epoch: 1, sequence: 7, time: Timestamp::from_secs(1) },
//!     draft: EntryDraft {
//!         account: AccountId::from_u64(5),
//!         actor: Actor::System,
//!         action: Action::PublicData,
//!         target: Target::Account,
//!         revision: 0,
//!         source: None,
//!         client: ClientName::default(),
//!         outcome: Outcome::Folded,
//!         reason: Reason::None,
//!         detail: Detail::Count(3),
//!         nonce: None,
//!         otp_step: None,
//!         digest: [0; 32],
//!     },
//! };
//! let mut bytes = Vec::new();
//! claviger_audit::encode(&entry, &mut bytes);
//! assert_eq!(claviger_audit::decode(&bytes), Ok(entry));
//! ```

mod decode;
mod encode;
mod error;
mod flags;
mod group;
mod leaf;
mod peek;
mod reader;
mod varint;
pub mod witness;

pub use decode::decode;
pub use encode::encode;
pub use error::DecodeError;
pub use group::{Unpack, pack, pack_entry, unpack};
pub use leaf::{LeafHash, leaf_hash};
pub use peek::{Peek, peek};
