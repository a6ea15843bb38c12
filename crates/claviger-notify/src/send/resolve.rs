//! A name becomes the addresses a message may be sent to; the connection goes to one of those and to no other.

use crate::guard;
use ipnet::IpNet;
use std::fmt;
use ureq::Error;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// Why a name was refused, as it comes back through the client.
pub(super) const REFUSED: &str = "the host is at an address that only this server can reach";

/// Looks names up, and keeps what the guard allows.
#[derive(Debug)]
pub(super) struct Guarded {
    pub(super) allowed: Vec<IpNet>,
}

impl Resolver for Guarded {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let found = DefaultResolver::default().resolve(uri, config, timeout)?;
        let mut kept = self.empty();
        for address in found.iter().filter(|address| guard::allows(address.ip(), &self.allowed)) {
            kept.push(*address);
        }
        if kept.is_empty() { Err(Error::Other(Box::new(Refused))) } else { Ok(kept) }
    }
}

#[derive(Debug)]
struct Refused;

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REFUSED)
    }
}

impl std::error::Error for Refused {}
