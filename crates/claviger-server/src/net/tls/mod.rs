//! TLS: one certificate and its key, exchanged while calls run.
//!
//! * TLS 1.2 and 1.3 with rustls, and aws-lc-rs below it: one line of cryptography that needs a C compiler and nothing
//!   else. `h2` and `http/1.1` are offered (ALPN); a client that offers neither is refused, one that says nothing gets
//!   HTTP/1.1.
//! * A pair is taken only if it is readable, whole, in force, and its key is the certificate's. At the start anything
//!   else ends the start; later it is refused, and the pair before stays.
//! * A connection keeps the certificate it was greeted with. A new pair comes with a configuration of its own, so no
//!   session is resumed that was set up under another.

mod error;
mod file;
mod load;
mod seen;
mod shown;
mod x509;

#[cfg(test)]
mod tests;

pub use error::TlsError;
pub use seen::Seen;
pub use shown::{Doubt, Shown};

use crate::config::TlsConfig;
use claviger_core::time::Timestamp;
use load::Pair;
use parking_lot::Mutex;
use rustls::crypto::{CryptoProvider, aws_lc_rs};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use tokio_rustls::TlsAcceptor;

/// The names of the protocols (RFC 7301 §6, RFC 9113 §3.2), the preferred one first.
pub(super) const H2: &[u8] = b"h2";
const HTTP_1_1: &[u8] = b"http/1.1";

/// The common name of the authority that `claviger dev-cert` makes, by which its certificates are told from others.
pub const DEVELOPMENT_AUTHORITY: &str = "Claviger, for trying TLS";
/// Days before its end from which a certificate is worried about; the server says so at each.
pub const WARN_DAYS: [i64; 3] = [30, 7, 1];

/// The cryptography of TLS, for whoever speaks it as a server or a client.
#[must_use]
pub fn provider() -> Arc<CryptoProvider> {
    Arc::new(aws_lc_rs::default_provider())
}

/// Where the pair lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Files {
    /// The certificate chain.
    pub certificate: PathBuf,
    /// The private key.
    pub key: PathBuf,
}

impl Files {
    /// As configured; none for plain HTTP.
    #[must_use]
    pub fn configured(config: &TlsConfig) -> Option<Self> {
        let (certificate, key) = config.pair()?;
        Some(Files { certificate: certificate.to_owned(), key: key.to_owned() })
    }

    /// What is known of them now, to find out later whether they changed.
    #[must_use]
    pub fn seen(&self) -> Seen {
        Seen::of(self)
    }

    /// Whether a server would take the pair at `now`, and what it would show with it.
    ///
    /// # Errors
    /// [`TlsError`], with what to do.
    pub fn check(&self, now: Timestamp) -> Result<Shown, TlsError> {
        load::pair(self, now).map(|pair| pair.shown(now))
    }
}

/// What a reload did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reloaded {
    /// The pair is the one that was in force already.
    Same,
    /// Another pair is in force from now on.
    Changed,
}

/// Counts of reloads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TlsStats {
    /// When the certificate in force expires: seconds since 1970.
    pub expires_at_secs: i64,
    /// Pairs that were taken since the start.
    pub taken: u64,
    /// Pairs that were refused since the start.
    pub refused: u64,
}

/// The pair in force.
pub struct Tls {
    files: Files,
    current: Mutex<Arc<Pair>>,
    taken: AtomicU64,
    refused: AtomicU64,
}

impl Tls {
    /// Loads the pair.
    ///
    /// # Errors
    /// [`TlsError`], with what to do.
    pub fn load(files: Files, now: Timestamp) -> Result<Self, TlsError> {
        let current = Mutex::new(Arc::new(load::pair(&files, now)?));
        Ok(Tls { files, current, taken: AtomicU64::new(0), refused: AtomicU64::new(0) })
    }

    /// Reads the files again. What cannot be taken leaves the pair in force as it is. Blocks on the disk.
    ///
    /// # Errors
    /// [`TlsError`], with what to do.
    pub fn reload(&self, now: Timestamp) -> Result<Reloaded, TlsError> {
        let pair = load::pair(&self.files, now).inspect_err(|_| {
            self.refused.fetch_add(1, Relaxed);
        })?;
        let mut current = self.current.lock();
        if pair.is_same(&current) {
            return Ok(Reloaded::Same);
        }
        *current = Arc::new(pair);
        self.taken.fetch_add(1, Relaxed);
        Ok(Reloaded::Changed)
    }

    /// When the certificate in force expires.
    #[must_use]
    pub fn expires_at(&self) -> Timestamp {
        self.current.lock().not_after
    }

    /// Where the pair lies.
    #[must_use]
    pub const fn files(&self) -> &Files {
        &self.files
    }

    /// Counts at this moment.
    #[must_use]
    pub fn stats(&self) -> TlsStats {
        TlsStats {
            expires_at_secs: self.expires_at().secs(),
            taken: self.taken.load(Relaxed),
            refused: self.refused.load(Relaxed),
        }
    }

    /// Greets a connection with the pair of this moment.
    pub(super) fn acceptor(&self) -> TlsAcceptor {
        TlsAcceptor::from(self.current.lock().config.clone())
    }
}
