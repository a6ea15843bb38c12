//! The master key.

pub(super) mod rotate;

use super::paper::Boxed;
use claviger::manage::master_key::RotatedMasterKey;
use claviger::manage::{Caller, ManageError};

/// Why the master key was not rotated.
#[derive(Debug, thiserror::Error)]
pub enum MasterKeyError {
    /// The use case; its refusal is written.
    #[error(transparent)]
    Manage(#[from] ManageError),
    /// Another rotation is under way; this one did nothing.
    #[error("another rotation is under way")]
    Busy,
    /// It took effect, but the old key could not be taken out of the file. The words go to the
    /// server's log.
    #[error("the master key was rotated, but the old one is still in the file: {0}")]
    Unfinished(String),
    /// The file could not be read or written. The words go to the server's log, not to the caller:
    /// they name paths.
    #[error("the master key file could not be rotated: {0}")]
    File(String),
}

/// Who owns the master key file. Implemented by the wiring.
pub trait MasterKeyDesk: Send + Sync {
    /// Makes a new master key and rotates to it, in the order of
    /// [`claviger::manage::master_key`]; a rotation that was interrupted is finished first.
    fn rotate<'a>(&'a self, caller: &'a Caller) -> Boxed<'a, Result<RotatedMasterKey, MasterKeyError>>;
}
