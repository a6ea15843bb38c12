//! A request that was not carried out, and whether that is written down already.

use super::page::Trouble;
use super::prove::Carried;
use claviger::manage::ManageError;

/// Why a handler has no page of its own to show.
pub(super) enum Failure {
    /// A use case refused or failed; its entry is written.
    Managed(ManageError),
    /// The request came to no use case; if it would have changed something, the entry is still to be written.
    Troubled(Trouble),
    /// It asks again who is there, and goes on from there: with the same request, or with another one.
    Unproven(Option<Carried>),
}

impl From<ManageError> for Failure {
    fn from(error: ManageError) -> Self {
        match error {
            ManageError::ProofWanted => Failure::Unproven(None),
            error => Failure::Managed(error),
        }
    }
}

impl From<Trouble> for Failure {
    fn from(trouble: Trouble) -> Self {
        Failure::Troubled(trouble)
    }
}
