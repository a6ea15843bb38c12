//! Why a certificate or a key is not taken. Each names the file and says what to do, and never what is in it.

use claviger_core::time::Timestamp;
use std::error::Error;
use std::fmt;
use std::io;
use std::path::PathBuf;

/// A pair that is not taken. Shown, it says what is wrong, and after a semicolon what to do.
#[derive(Debug)]
pub enum TlsError {
    /// The system refused.
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A folder, a pipe, a device.
    NotRegular {
        /// The file.
        path: PathBuf,
    },
    /// Larger than any such file.
    TooLarge {
        /// The file.
        path: PathBuf,
    },
    /// The key belongs to somebody else.
    Owner {
        /// The file.
        path: PathBuf,
        /// Number of its owner.
        owner: u32,
        /// Number of the user this program runs as.
        us: u32,
    },
    /// Others may read or write the key.
    Mode {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// There is no certificate in it, or what is there is broken.
    Certificate {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        said: &'static str,
    },
    /// There is no key in it, or what is there is broken.
    Key {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        said: &'static str,
    },
    /// The key is under a passphrase.
    Encrypted {
        /// The file.
        path: PathBuf,
    },
    /// They do not belong together.
    Mismatch {
        /// The certificate's file.
        certificate: PathBuf,
        /// The key's file.
        key: PathBuf,
    },
    /// They do, but another certificate comes before the key's.
    NotFirst {
        /// The certificate's file.
        path: PathBuf,
        /// Which one is the key's, counted from one.
        place: usize,
    },
    /// It is over.
    Expired {
        /// The certificate's file.
        path: PathBuf,
        /// When.
        at: Timestamp,
    },
    /// It is not in force yet.
    NotYet {
        /// The certificate's file.
        path: PathBuf,
        /// When.
        from: Timestamp,
    },
    /// The library does not take it, which would be a defect.
    Setup(rustls::Error),
}

impl TlsError {
    /// What is wrong, with the file it is wrong with.
    #[must_use]
    pub fn what(&self) -> String {
        match self {
            Self::Unreadable { path, .. } => format!("{}: cannot be read", path.display()),
            Self::NotRegular { path } => format!("{}: is no regular file", path.display()),
            Self::TooLarge { path } => {
                format!("{}: is larger than any certificate chain or key", path.display())
            }
            Self::Owner { path, owner, .. } => {
                format!("{}: the key belongs to user {owner}", path.display())
            }
            Self::Mode { path, mode } => {
                format!("{}: mode {mode:04o} lets others at the key", path.display())
            }
            Self::Certificate { path, said } | Self::Key { path, said } => {
                format!("{}: {said}", path.display())
            }
            Self::Encrypted { path } => {
                format!("{}: the key is under a passphrase, which nobody is there to type", path.display())
            }
            Self::Mismatch { certificate, key } => {
                format!("{}: is not the key of the certificate in {}", key.display(), certificate.display())
            }
            Self::NotFirst { path, place } => {
                format!("{}: the key belongs to certificate {place} in it, not to the first", path.display())
            }
            Self::Expired { path, at } => format!("{}: the certificate expired at {at}", path.display()),
            Self::NotYet { path, from } => {
                format!("{}: the certificate is in force only from {from}", path.display())
            }
            Self::Setup(_) => "TLS cannot be set up with this pair".to_owned(),
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn remedy(&self) -> String {
        let words = match self {
            Self::Unreadable { .. } => "check the path, and that the user of the server may read it",
            Self::NotRegular { .. } => "name a regular file, or a link to one",
            Self::TooLarge { .. } => "name the right file",
            Self::Owner { path, us, .. } => {
                return format!("it must belong to user {us} or to root: chown {us} {}", path.display());
            }
            Self::Mode { path, .. } => {
                let path = path.display();
                return format!("chmod 600 {path}, and have a new key made if others may have read this one");
            }
            Self::Certificate { .. } => {
                "it must hold the chain in PEM (-----BEGIN CERTIFICATE-----), the server's own first"
            }
            Self::Key { .. } => {
                "it must hold one private key in PEM (-----BEGIN PRIVATE KEY-----), RSA or elliptic"
            }
            Self::Encrypted { .. } => "take it off: openssl pkey -in FILE -out NEW",
            Self::Mismatch { .. } => "name the two files that were made together",
            Self::NotFirst { .. } => {
                "put the server's own certificate first, then each after the one that it signed"
            }
            Self::Expired { .. } => "renew it (or, if it has not, put this machine's clock right)",
            Self::NotYet { .. } => "wait, or put this machine's clock right",
            Self::Setup(_) => "have a new pair made",
        };
        words.to_owned()
    }
}

impl fmt::Display for TlsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.what(), self.remedy())
    }
}

impl Error for TlsError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Unreadable { source, .. } => Some(source),
            Self::Setup(source) => Some(source),
            _ => None,
        }
    }
}

impl From<rustls::Error> for TlsError {
    fn from(source: rustls::Error) -> Self {
        Self::Setup(source)
    }
}
