//! From a configuration to a running server, and back down.
//!
//! # Order of a start
//! 1. the data directory (mode 0700) and its lock; 2. the master key file, made on a new store only;
//! 3. the data keys unwrapped; 4. the commit lane, which closes what a dead process left open; 5. the
//! data keys put on record, or an interrupted rotation finished; 6. the paper exchange read back;
//! 7. the first account and its operator's token, if there is none; 8. the listener.
//!
//! Nothing here walks the log or the keys, so a start takes as long on ten million entries as on
//! ten.
//!
//! # Order of a stop
//! 1. not ready; 2. no new connections; 3. the requests that were begun are answered, within the
//! grace; 4. background work ends; 5. a last snapshot of the paper exchange; 6. what is folded and
//! queued is committed; 7. the store is closed.

mod data_dir;
mod error;
mod keyring;

pub use error::BootError;

/// The name of the master key file inside the data directory, unless it is configured elsewhere.
pub const MASTER_KEY_FILE: &str = "master.key";
