//! From a configuration to a running server, and back down.
//!
//! # Order of a start
//! 1. The certificate, if there is to be TLS, and the address; whoever connects waits.
//! 2. The witness is read, if there is to be one ([`crate::witness`]).
//! 3. The data directory (mode 0700) and its lock. Tables of an older release are brought up to date,
//!    step by step (`claviger-sqlite`, `schema`).
//! 4. The store is compared with its witness: one that was rolled back is not served, and nothing more
//!    is done with it.
//! 5. The master key file, made for a new store only.
//! 6. The data keys, unwrapped.
//! 7. The commit lane, which closes what a dead process left open.
//! 8. The data keys put on record, or an interrupted rotation finished.
//! 9. The paper exchange, read back.
//! 10. The first account and its operator's token, if there is none.
//! 11. What came due on the paper exchange while nothing ran, dead man's switches and price alerts among it.
//! 12. The witness is told how far the log is, from now on; if it could not be read, an entry says that
//!     the store is served all the same.
//! 13. It is on record from where notices follow the log, so that none of what follows is passed over.
//! 14. Connections are accepted.
//! 15. Behind them: removals of members that a stop interrupted are brought to their end; notices go on from where they were.
//!
//! The link of the first owner is made by whoever can show it, once the server runs ([`Running::first_owner`]): stopped
//! before that, there is an account and its token, with which a link is made as well.
//!
//! Nothing here walks the log or the keys, so a start takes as long on ten million entries as on
//! ten.
//!
//! # Order of a stop
//! 1. It is not ready any more.
//! 2. No new connections; the requests that were begun are answered, within the grace.
//! 3. Background work ends.
//! 4. A last snapshot of the paper exchange; what is folded and queued is committed.
//! 5. The witness is told a last time.
//! 6. The store is closed.

mod alert_desk;
mod background;
mod carrier;
mod certificate;
mod data_dir;
mod descriptors;
mod error;
mod keyring;
mod links;
mod master_desk;
mod paper_desk;
mod run;
mod running;
mod start;
mod trade_desk;
mod witness;

pub use error::BootError;
pub use keyring::master_key_opens;
pub use links::links;
pub use run::{run_server, stop_signal};
pub use running::{FirstRun, Running};
pub use start::start;

/// The name of the master key file inside the data directory, unless it is configured elsewhere.
pub const MASTER_KEY_FILE: &str = "master.key";
