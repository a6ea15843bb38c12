//! Certificates that a test makes, and clients over TLS that speak one protocol and no other.

use claviger_server::net::tls::{Files, provider};
use rcgen::{CertificateParams, KeyPair};
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use std::io;
use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::Arc;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

/// Makes a pair for `localhost` in a folder.
pub(crate) fn issue(dir: &Path) -> CertificateDer<'static> {
    let key = KeyPair::generate().unwrap();
    let certificate =
        CertificateParams::new(vec!["localhost".to_owned()]).unwrap().self_signed(&key).unwrap();
    let files = files(dir);
    std::fs::write(&files.certificate, certificate.pem()).unwrap();
    std::fs::write(&files.key, key.serialize_pem()).unwrap();
    std::fs::set_permissions(&files.key, std::fs::Permissions::from_mode(0o600)).unwrap();
    certificate.der().clone()
}

/// Where the pair of a folder lies.
pub(crate) fn files(dir: &Path) -> Files {
    Files { certificate: dir.join("chain.pem"), key: dir.join("key.pem") }
}

/// Puts the pair of one folder in the place of the pair of another, as tools that renew certificates do: one file
/// after the other.
pub(crate) fn exchange(from: &Path, to: &Path) {
    for name in ["chain.pem", "key.pem"] {
        std::fs::copy(from.join(name), to.join(name)).unwrap();
    }
}

/// A connection of a client that trusts these certificates alone and offers these protocols alone.
pub(crate) async fn greet(
    address: SocketAddr,
    trusted: &[CertificateDer<'static>],
    protocols: &[&str],
) -> io::Result<TlsStream<TcpStream>> {
    let mut roots = RootCertStore::empty();
    trusted.iter().for_each(|one| roots.add(one.clone()).unwrap());
    let config =
        ClientConfig::builder_with_provider(provider()).with_safe_default_protocol_versions().unwrap();
    let mut config = config.with_root_certificates(roots).with_no_client_auth();
    config.alpn_protocols = protocols.iter().map(|name| name.as_bytes().to_vec()).collect();
    let stream = TcpStream::connect(address).await?;
    TlsConnector::from(Arc::new(config)).connect(ServerName::try_from("localhost").unwrap(), stream).await
}

pub(crate) type Sender = h2::client::SendRequest<bytes::Bytes>;

/// Speaks HTTP/2. Nothing if the server hangs up meanwhile.
pub(crate) async fn try_open_2(stream: TlsStream<TcpStream>) -> Option<Sender> {
    let (sender, connection) = h2::client::handshake(stream).await.ok()?;
    tokio::spawn(async move { drop(connection.await) });
    Some(sender)
}
