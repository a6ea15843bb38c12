//! The master key: what wraps the data keys that seal every secret.
//!
//! # Order of writes of a rotation
//! 1. [`claviger_seal::file::begin_rotation`]: the file holds the new key, the old one beside it.
//! 2. [`rotate`]: the data keys, wrapped by the new key, replace all of the store's in one
//!    transaction with its entry.
//! 3. [`claviger_seal::file::finish_rotation`]: the old key is removed.
//!
//! Steps 1 and 3 are the caller's, who owns the file; 3 only after 2 answered `Ok`. Stopped after
//! 1, the old key still opens the store and the rotation goes on with 2; stopped after 2, it goes
//! on with 3. The table is at [`claviger_seal::file::begin_rotation`]. No sealed secret and no
//! opened data key changes, so calls go on meanwhile.

mod install;
mod rotate;

pub use install::install;
pub use rotate::{RotatedMasterKey, rotate};
