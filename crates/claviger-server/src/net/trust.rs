//! Whose signature the certificate of a server must bear that is called from here: that of a file that was named, or of
//! whoever this machine trusts.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use ureq::tls::{PemItem, RootCerts, TlsConfig, TlsProvider, parse_pem};

/// More than any bundle has.
const MAX_BUNDLE: u64 = 8 << 20;
/// Where systems keep the certificates they trust, in one file.
const BUNDLES: [&str; 4] = [
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
];

/// There is nobody to trust.
#[derive(Debug, thiserror::Error)]
pub enum TrustError {
    /// None was named, and the machine has none.
    #[error("this machine has no list of certificates it trusts")]
    NoBundle,
    /// The file cannot be read.
    #[error("cannot use {} as certificates to trust", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file is not one of certificates.
    #[error("cannot use {} as certificates to trust: {said}", path.display())]
    Bad {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        said: &'static str,
    },
}

/// What speaks TLS as a client, to servers whose certificates were signed by one of those in `named`,
/// or by one this machine trusts.
///
/// # Errors
/// [`TrustError`].
pub fn client(named: Option<&Path>) -> Result<TlsConfig, TrustError> {
    let roots = read(named.or_else(bundle).ok_or(TrustError::NoBundle)?)?;
    Ok(TlsConfig::builder()
        .provider(TlsProvider::Rustls)
        .unversioned_rustls_crypto_provider(super::tls::provider())
        .root_certs(roots)
        .build())
}

/// The certificates that are trusted, as text: those in `named`, or those of this machine.
///
/// # Errors
/// [`TrustError`].
pub(crate) fn pem(named: Option<&Path>) -> Result<Vec<u8>, TrustError> {
    let path = named.or_else(bundle).ok_or(TrustError::NoBundle)?;
    read(path)?;
    bytes(path)
}

fn bundle<'a>() -> Option<&'a Path> {
    BUNDLES.iter().map(Path::new).find(|path| path.exists())
}

fn bytes(path: &Path) -> Result<Vec<u8>, TrustError> {
    let cannot = |source| TrustError::Unreadable { path: path.to_owned(), source };
    let mut bytes = Vec::new();
    File::open(path).and_then(|file| file.take(MAX_BUNDLE).read_to_end(&mut bytes)).map_err(cannot)?;
    Ok(bytes)
}

fn read(path: &Path) -> Result<RootCerts, TrustError> {
    let bad = |said| TrustError::Bad { path: path.to_owned(), said };
    let bytes = bytes(path)?;
    let mut roots = Vec::new();
    for item in parse_pem(&bytes) {
        if let PemItem::Certificate(root) = item.map_err(|_| bad("its PEM is broken"))? {
            roots.push(root);
        }
    }
    if roots.is_empty() {
        return Err(bad("there is no certificate in it"));
    }
    Ok(RootCerts::Specific(Arc::new(roots)))
}
