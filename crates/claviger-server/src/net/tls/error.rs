//! Why a certificate or a key is not taken. Each names the file and says what to do, and never what is in it.

use claviger_core::time::Timestamp;
use std::io;
use std::path::PathBuf;

/// A pair that is not taken.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// The system refused.
    #[error("{}: cannot be read; check the path, and that the user of the server may read it", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A folder, a pipe, a device.
    #[error("{}: must be a regular file, or a link to one", path.display())]
    NotRegular {
        /// The file.
        path: PathBuf,
    },
    /// Larger than any such file.
    #[error("{}: is larger than any certificate chain or key; name the right file", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
    },
    /// The key belongs to somebody else.
    #[error("{}: the key belongs to user {owner}; it must belong to user {us} or to root: run `chown {us}` on it", path.display())]
    Owner {
        /// The file.
        path: PathBuf,
        /// Number of its owner.
        owner: u32,
        /// Number of the user this program runs as.
        us: u32,
    },
    /// Others may read or write the key.
    #[error("{}: mode {mode:04o} lets others at the key; run `chmod 600` on it, and make a new one if they may have read it", path.display())]
    Mode {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// There is no certificate in it, or what is there is broken.
    #[error("{}: {said}; it must hold the chain in PEM (-----BEGIN CERTIFICATE-----), the server's own first", path.display())]
    Certificate {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        said: &'static str,
    },
    /// There is no key in it, or what is there is broken.
    #[error("{}: {said}; it must hold one private key in PEM (-----BEGIN PRIVATE KEY-----), RSA or elliptic", path.display())]
    Key {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        said: &'static str,
    },
    /// The key is under a passphrase.
    #[error("{}: the key is under a passphrase, which nobody is there to type; take it off: openssl pkey -in FILE -out NEW", path.display())]
    Encrypted {
        /// The file.
        path: PathBuf,
    },
    /// They do not belong together.
    #[error("{}: is not the key of the certificate in {}; name the two files that were made together", key.display(), certificate.display())]
    Mismatch {
        /// The certificate's file.
        certificate: PathBuf,
        /// The key's file.
        key: PathBuf,
    },
    /// It is over.
    #[error("{}: the certificate expired at {at}; renew it (or, if it has not, put this machine's clock right)", path.display())]
    Expired {
        /// The certificate's file.
        path: PathBuf,
        /// When.
        at: Timestamp,
    },
    /// It is not in force yet.
    #[error("{}: the certificate is in force only from {from}; wait, or put this machine's clock right", path.display())]
    NotYet {
        /// The certificate's file.
        path: PathBuf,
        /// When.
        from: Timestamp,
    },
    /// The library does not take it, which would be a defect.
    #[error("TLS cannot be set up with this pair")]
    Setup(#[from] rustls::Error),
}
