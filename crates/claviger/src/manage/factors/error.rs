//! Why a factor was not changed.

use super::super::ManageError;
use super::super::sessions::attempt::Failure;
use claviger_passkey::PasskeyError;
use claviger_seal::password::Judgement;

/// Why a factor was not changed. No variant holds a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FactorError {
    /// The old password, or the code, is wrong.
    #[error("this is not right; check what you typed and try again")]
    Wrong,
    /// Too many tries from there.
    #[error("too many tries; wait {wait_secs} seconds")]
    Throttled {
        /// How long to wait, in seconds.
        wait_secs: u32,
    },
    /// It took too long, was done already, or something changed meanwhile: begin anew.
    #[error("this took too long, or was used before; begin again")]
    Stale,
    /// The new password is not good enough.
    #[error("{}", .0.words)]
    Weak(Judgement),
    /// Without a second factor the password would be too short.
    #[error(
        "this is the last second factor, and the password is too short to stand alone: set one of at least 15 characters first"
    )]
    LastFactor,
    /// What the browser gave is no passkey that is taken here.
    #[error(transparent)]
    Passkey(#[from] PasskeyError),
    /// As of any other request.
    #[error(transparent)]
    Manage(#[from] ManageError),
}

impl Failure for FactorError {
    fn wait(wait_secs: u32) -> Self {
        FactorError::Throttled { wait_secs }
    }

    fn is_wrong(&self) -> bool {
        *self == FactorError::Wrong
    }
}
