//! Why the server did not start. Each says what to do.

use crate::net::tls::TlsError;
use crate::witness::WitnessError;
use claviger::StartError;
use claviger::manage::ManageError;
use claviger_core::entropy::EntropyError;
use claviger_core::store::StoreError;
use claviger_kraken::paper::LoadError;
use claviger_seal::file::FileError;
use claviger_seal::{MasterKeyId, SealError};
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

/// The server did not start.
#[derive(Debug, thiserror::Error)]
pub enum BootError {
    /// The data directory.
    #[error("{}: cannot be made or used as the data directory", path.display())]
    DataDir {
        /// Its path.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// What certificates are trusted with which notices are sent.
    #[error(transparent)]
    Trust(crate::net::trust::TrustError),
    /// The password of the mail server.
    #[error("{}: cannot be read as the password of the mail server (mail.password_file)", path.display())]
    MailPassword {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Mails.
    #[error(transparent)]
    Mail(#[from] claviger_notify::send::MailerError),
    /// The store.
    #[error("{}: the data cannot be opened", path.display())]
    Store {
        /// The data directory.
        path: PathBuf,
        /// Why.
        source: StoreError,
    },
    /// The witness.
    #[error(transparent)]
    Witness(#[from] WitnessError),
    /// The master key file.
    #[error("the master key file cannot be used")]
    MasterKeyFile(#[from] FileError),
    /// The database needs a master key, and there is none.
    #[error(
        "{}: the database needs its master key, and this file is not there; put it back, or say where it is in \
         master_key.file (a new one could not open a single key, so none was made)",
        path.display()
    )]
    MasterKeyMissing {
        /// Where it was expected.
        path: PathBuf,
    },
    /// The file holds another key than the database needs.
    #[error(
        "{}: holds master key {found}, but the database was sealed under {wanted}; put the right file back",
        path.display()
    )]
    MasterKeyOther {
        /// The file.
        path: PathBuf,
        /// The key in it.
        found: MasterKeyId,
        /// The key that is needed.
        wanted: MasterKeyId,
    },
    /// There are accounts or keys, but no data keys.
    #[error(
        "the database has accounts or keys but not the data keys that seal them: it is damaged; restore a backup"
    )]
    DataKeysLost,
    /// The data keys cannot be unwrapped.
    #[error("the data keys of the database cannot be unwrapped")]
    DataKeys(#[from] SealError),
    /// No randomness.
    #[error(transparent)]
    Entropy(#[from] EntropyError),
    /// The authority.
    #[error("the authority cannot start")]
    Authority(#[from] StartError),
    /// What is done at a first start, or after an interrupted rotation.
    #[error("the start could not be completed; start again")]
    Complete(#[from] ManageError),
    /// The paper exchange.
    #[error("the paper exchange cannot be read back")]
    Paper(#[from] LoadError),
    /// The name of the first account is not one, which would be a defect.
    #[error("the first account has no usable name")]
    FirstName,
    /// The thread that was opening the store ended.
    #[error("opening the store was interrupted")]
    Interrupted,
    /// The certificate or its key.
    #[error("TLS cannot be spoken")]
    Tls(#[from] TlsError),
    /// The address.
    #[error("{address}: cannot listen there")]
    Listen {
        /// As configured.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
}
