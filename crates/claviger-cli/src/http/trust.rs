//! Whose signature a server's certificate must bear: that of a file that was named, or of whoever this machine trusts.

use super::{Base, Wire};
use crate::failure::{Failure, chain};
use claviger_server::net::trust::{TrustError, client};
use std::path::PathBuf;

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
        let tls = client(self.ca.as_deref()).map_err(|error| match error {
            TrustError::NoBundle => Failure::usage(error.to_string())
                .next("name those that may have signed the server's with --ca FILE or CLAVIGER_CA"),
            error => Failure::usage(chain(&error)),
        })?;
        Ok(Wire::over(Some(tls)))
    }
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
