//! Where somebody asks from, and what they ask.

use claviger_core::text::ClientName;
use std::net::IpAddr;

/// Where somebody asks from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// The address, if it is known.
    pub source: Option<IpAddr>,
    /// What the browser calls itself.
    pub client: ClientName,
}

/// The console as the browser sees it, for passkeys: they work only where they were made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The relying party's id: the host, without a port.
    pub rp_id: String,
    /// Scheme, host, and port if it is not the scheme's own, as in `https://keys.example.com`.
    pub origin: String,
}
