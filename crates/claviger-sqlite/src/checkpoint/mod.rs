//! What is held in memory and written behind the calls, so that a start replays only the end of
//! the log: nonces and open claims; and the checkpoint of the write-ahead log.
//!
//! # Order of writes
//! `meta.replay_from` is raised to T only after every nonce page that a burn before T touched has
//! been written, and in one transaction with the claims open then. Pages may be newer than the
//! position, never older; replaying a burn that is in a page already changes nothing.

mod cells;
mod open_claims;
mod wal;

pub(crate) use cells::{NonceCell, PAGE_KEYS, decode_page, encode_page, load_set, read_cell, save_set};
pub(crate) use open_claims::{OpenClaims, load_claims, save_claims};
pub(crate) use wal::{Checkpointer, empty_wal};
