//! From two files to something that greets connections, or a reason why not.

use super::shown::{self, Shown};
use super::x509::Certificate;
use super::{Files, H2, HTTP_1_1, TlsError, file, provider};
use claviger_core::time::Timestamp;
use rustls::pki_types::pem::{Error as PemError, PemObject as _};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::{CertifiedKey, SigningKey, SingleCertAndKey};
use rustls::{InconsistentKeys, ServerConfig};
use std::path::Path;
use std::sync::Arc;

/// More certificates than any chain has.
const MAX_CHAIN: usize = 16;

/// A pair that was judged good.
pub(super) struct Pair {
    pub(super) config: Arc<ServerConfig>,
    pub(super) not_after: Timestamp,
    chain: Vec<CertificateDer<'static>>,
}

impl Pair {
    /// Whether clients would see no difference. A chain has one key.
    pub(super) fn is_same(&self, other: &Pair) -> bool {
        self.chain == other.chain
    }

    /// What clients are shown.
    pub(super) fn shown(&self, now: Timestamp) -> Shown {
        shown::of(&self.chain, self.not_after, now)
    }
}

/// Loads and judges the pair.
pub(super) fn pair(files: &Files, now: Timestamp) -> Result<Pair, TlsError> {
    let chain = chain(&files.certificate)?;
    let key = key(&files.key)?;
    let not_after = in_force(&files.certificate, &chain, now)?;
    let provider = provider();
    let signing = provider.key_provider.load_private_key(key);
    let signing =
        signing.map_err(|_| bad_key(&files.key, "the key is of a kind that is not known, or broken"))?;
    let certified = CertifiedKey::new(chain.clone(), signing.clone());
    certified.keys_match().map_err(|error| not_together(files, &chain, &signing, error))?;
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    let mut config =
        config.with_no_client_auth().with_cert_resolver(Arc::new(SingleCertAndKey::from(certified)));
    config.alpn_protocols = vec![H2.to_vec(), HTTP_1_1.to_vec()];
    Ok(Pair { config: Arc::new(config), not_after, chain })
}

fn chain(path: &Path) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    let bad = |said| TlsError::Certificate { path: path.to_owned(), said };
    let bytes = file::chain(path)?;
    let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&bytes).take(MAX_CHAIN + 1).collect();
    let chain = chain.map_err(|_| bad("the PEM in it is broken"))?;
    match chain.len() {
        0 => Err(bad("there is no certificate in it")),
        1..=MAX_CHAIN => Ok(chain),
        _ => Err(bad("there are too many certificates in it for a chain")),
    }
}

fn key(path: &Path) -> Result<PrivateKeyDer<'static>, TlsError> {
    let bytes = file::key(path)?;
    if bytes.windows(ENCRYPTED.len()).any(|text| text == ENCRYPTED) {
        return Err(TlsError::Encrypted { path: path.to_owned() });
    }
    PrivateKeyDer::from_pem_slice(&bytes).map_err(|error| match error {
        PemError::NoItemsFound => bad_key(path, "there is no private key in it"),
        _ => bad_key(path, "the PEM in it is broken"),
    })
}

/// As in `BEGIN ENCRYPTED PRIVATE KEY` and `Proc-Type: 4,ENCRYPTED`.
const ENCRYPTED: &[u8] = b"ENCRYPTED";

fn bad_key(path: &Path, said: &'static str) -> TlsError {
    TlsError::Key { path: path.to_owned(), said }
}

/// Until when the server's own certificate is in force; those above it are for the clients to judge.
fn in_force(path: &Path, chain: &[CertificateDer<'_>], now: Timestamp) -> Result<Timestamp, TlsError> {
    let own = chain.first().and_then(|own| Certificate::read(own));
    let Some(Certificate { from, until, .. }) = own else {
        let said = "the first certificate in it cannot be read";
        return Err(TlsError::Certificate { path: path.to_owned(), said });
    };
    if now < from {
        return Err(TlsError::NotYet { path: path.to_owned(), from });
    }
    if now >= until {
        return Err(TlsError::Expired { path: path.to_owned(), at: until });
    }
    Ok(until)
}

fn not_together(
    files: &Files,
    chain: &[CertificateDer<'static>],
    key: &Arc<dyn SigningKey>,
    error: rustls::Error,
) -> TlsError {
    let is_its_key = |one: &CertificateDer<'static>| {
        CertifiedKey::new(vec![one.clone()], key.clone()).keys_match().is_ok()
    };
    match error {
        rustls::Error::InconsistentKeys(InconsistentKeys::KeyMismatch | InconsistentKeys::Unknown) => {
            let certificate = files.certificate.clone();
            match chain.iter().position(is_its_key) {
                Some(at) => TlsError::NotFirst { path: certificate, place: at + 1 },
                None => TlsError::Mismatch { certificate, key: files.key.clone() },
            }
        }
        rustls::Error::InvalidCertificate(_) => {
            let said = "the first certificate in it is not one for a server";
            TlsError::Certificate { path: files.certificate.clone(), said }
        }
        other => TlsError::Setup(other),
    }
}
