//! Where links begin that are given out.

use crate::api::links::Links;
use crate::config::Config;

/// Links to this server's console: where `server.public_url` says that browsers reach it, else on this machine.
#[must_use]
pub fn links(config: &Config, port: u16) -> Links {
    if let Some(url) = &config.server.public_url {
        return Links::new(url.origin());
    }
    let scheme = if config.tls.certificate.is_some() { "https" } else { "http" };
    Links::new(&format!("{scheme}://localhost:{port}"))
}
