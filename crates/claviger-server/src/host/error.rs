//! Why an operator's command did nothing. Each says what to do.

use crate::boot::BootError;
use crate::witness::WitnessError;
use claviger_core::store::StoreError;
use std::io;
use std::path::PathBuf;

/// Nothing was done, and nothing half done is left behind.
#[derive(Debug, thiserror::Error)]
pub enum HostError {
    /// A file or folder.
    #[error("{}: {what}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// What could not be done with it.
        what: &'static str,
        /// What the system said.
        source: io::Error,
    },
    /// There is something already.
    #[error("{}: is there already; choose another name, or add --force to replace it", .0.display())]
    Exists(PathBuf),
    /// Too little room.
    #[error("{}: the backup needs {needed} bytes and {free} are free there; make room or choose another disk", path.display())]
    NoRoom {
        /// Where.
        path: PathBuf,
        /// Bytes needed.
        needed: u64,
        /// Bytes free.
        free: u64,
    },
    /// No room any more.
    #[error("{}: its disk filled up while the backup was written; make room or choose another disk", .0.display())]
    Full(PathBuf),
    /// The store.
    #[error("{}", path.display())]
    Store {
        /// The data directory, or the backup.
        path: PathBuf,
        /// Why.
        source: StoreError,
    },
    /// Restoring never mixes with what is there.
    #[error("{}: not empty ({found} is there); restore into an empty folder, which may hold the master key file", path.display())]
    NotEmpty {
        /// The data directory.
        path: PathBuf,
        /// Something in it.
        found: String,
    },
    /// The file is not what its manifest says.
    #[error("{}: its SHA-256 is not the one in its manifest; it was changed or damaged since it was made: take another backup", .0.display())]
    Digest(PathBuf),
    /// The manifest cannot be read.
    #[error("{}: is no manifest of a backup; take it away to restore without that check", .0.display())]
    Manifest(PathBuf),
    /// The master key.
    #[error("the master key does not open this backup: {}", .0)]
    MasterKey(BootError),
    /// The witness.
    #[error(transparent)]
    Witness(#[from] WitnessError),
    /// The account is not there.
    #[error("there is no account `{0}`; name one of: {1}")]
    NoAccount(String, String),
    /// Several accounts.
    #[error("there are several accounts; name one of them: {0}")]
    WhichAccount(String),
    /// The name of the token is in use.
    #[error("a token has the name `{0}` already; give another one with --name")]
    NameTaken(String),
    /// Nobody has the login.
    #[error("nobody signs in as `{0}`; `claviger members list` shows the logins of an account")]
    NoPerson(String),
    /// There is somebody already.
    #[error(
        "somebody signs in here already, so there is no first owner to make; `claviger recover sign-in LOGIN` lets them back in"
    )]
    HasPeople,
    /// The link.
    #[error("the link could not be made: {0}")]
    Link(claviger::manage::ManageError),
    /// Nothing to mend.
    #[error("the latest time in the log is not ahead of this machine's clock: there is nothing to reset")]
    ClockFine,
    /// The write.
    #[error("it could not be put on record: {0}")]
    Commit(String),
    /// No randomness.
    #[error(transparent)]
    Entropy(#[from] claviger_core::entropy::EntropyError),
}
