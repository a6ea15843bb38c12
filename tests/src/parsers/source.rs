//! The headers that proxies write, from peers that are trusted and from others.

use super::kraken::headers;
use claviger_server::config::ProxyHeader;
use claviger_server::net::source::{TrustedProxies, client_address};
use std::net::{IpAddr, Ipv4Addr};

/// The bytes are header lines.
pub(super) fn source(bytes: &[u8]) {
    let headers = headers(bytes.split(|byte| *byte == b'\n'));
    let trusted = TrustedProxies::parse(["127.0.0.0/8", "10.0.0.0/8", "2001:db8::/32"]);
    let trusted = trusted.expect("three blocks");
    let stranger = IpAddr::V4(Ipv4Addr::new(203, 0, 113, 9));
    for header in [ProxyHeader::XForwardedFor, ProxyHeader::Forwarded] {
        let _ = client_address(IpAddr::V4(Ipv4Addr::LOCALHOST), &headers, &trusted, header);
        // Whoever is not trusted speaks for nobody but himself, whatever he sends.
        assert_eq!(client_address(stranger, &headers, &trusted, header), stranger);
    }
}
