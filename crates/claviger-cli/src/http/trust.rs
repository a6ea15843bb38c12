//! Whose signature a server's certificate must bear: that of a file that was named, or of whoever this machine trusts.

use super::{Base, Wire};
use crate::failure::Failure;
use std::fs::File;
use std::io::Read as _;
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

/// Option of every command that talks to a server.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct Trust {
    /// Certificates (PEM) one of which must have signed that of an https:// server; without this, those this
    /// machine trusts
    #[arg(long, env = "CLAVIGER_CA", value_name = "FILE")]
    ca: Option<PathBuf>,
}

impl Trust {
    /// What speaks to the server at `base`. Nothing is read for plain HTTP.
    pub(crate) fn wire(&self, base: &Base) -> Result<Wire, Failure> {
        if !base.is_encrypted() {
            return Ok(Wire::new());
        }
        let tls = TlsConfig::builder()
            .provider(TlsProvider::Rustls)
            .unversioned_rustls_crypto_provider(claviger_server::net::tls::provider())
            .root_certs(self.roots()?)
            .build();
        Ok(Wire::over(Some(tls)))
    }

    fn roots(&self) -> Result<RootCerts, Failure> {
        match (&self.ca, BUNDLES.iter().map(Path::new).find(|path| path.exists())) {
            (Some(named), _) => read(named),
            (None, Some(bundle)) => read(bundle),
            (None, None) => Err(Failure::usage("this machine has no list of certificates it trusts")
                .next("name those that may have signed the server's with --ca FILE or CLAVIGER_CA")),
        }
    }
}

fn read(path: &Path) -> Result<RootCerts, Failure> {
    let cannot =
        |why: &str| Failure::usage(format!("cannot use {} as certificates to trust: {why}", path.display()));
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(MAX_BUNDLE).read_to_end(&mut bytes));
    read.map_err(|error| cannot(&error.to_string()))?;
    let mut roots = Vec::new();
    for item in parse_pem(&bytes) {
        if let PemItem::Certificate(root) = item.map_err(|_| cannot("its PEM is broken"))? {
            roots.push(root);
        }
    }
    if roots.is_empty() {
        return Err(cannot("there is no certificate in it"));
    }
    Ok(RootCerts::Specific(Arc::new(roots)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_without_certificates_is_refused_and_plain_http_needs_none() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("ca.pem");
        std::fs::write(&path, "nothing").unwrap();
        let trust = Trust { ca: Some(path) };
        let https = Base::parse("https://example.com").unwrap();
        assert!(trust.wire(&https).err().unwrap().to_string().contains("no certificate in it"));
        assert!(trust.wire(&Base::parse("http://127.0.0.1").unwrap()).is_ok());
    }
}
