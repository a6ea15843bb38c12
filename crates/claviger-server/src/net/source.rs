//! The address of the client: who is on the other end, as far as anybody we trust can tell.
//!
//! The peer of the socket is the client, unless it is a trusted proxy. Then the header that proxies
//! write is read **from right to left**: each hop appends the address it saw, so the rightmost
//! element was written by the peer. Trusted hops are passed over; the first address that is not
//! trusted is the client. Everything to its left was written by somebody who is not trusted and is
//! never looked at.
//!
//! * A peer that is not trusted cannot change the result, whatever it sends.
//! * `X-Real-IP` and other headers are never read, and of `X-Forwarded-For` and `Forwarded` only the one
//!   configured: a proxy that writes one passes the other through as the client sent it.
//! * An element that is no address (`unknown`, an obfuscated identifier, rubbish) ends the walk: the
//!   client is then the nearest hop that is known, which is the trusted proxy that wrote it.
//! * Elements are split at commas, quoted or not: an open quote sent by a client can not swallow what
//!   a proxy appended.
//! * At most [`MAX_HOPS`] elements are looked at; a longer chain of trusted hops ends there.

mod element;
mod trusted;

#[cfg(test)]
mod tests;

use crate::config::ProxyHeader;
use http::HeaderMap;
use http::header::{FORWARDED, HeaderName};
use std::net::IpAddr;
pub use trusted::{TrustedProxies, TrustedProxyError};

/// Most elements of the header that are looked at.
pub const MAX_HOPS: usize = 32;

static X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
static X_FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// The address of the client that `peer` speaks for; IPv4-mapped addresses as IPv4.
#[must_use]
pub fn client_address(
    peer: IpAddr,
    headers: &HeaderMap,
    trusted: &TrustedProxies,
    header: ProxyHeader,
) -> IpAddr {
    let mut hop = peer.to_canonical();
    if !trusted.contains(hop) {
        return hop;
    }
    for element in elements(headers, name_of(header)) {
        let Some(address) = address_in(header, element) else { break };
        hop = address;
        if !trusted.contains(hop) {
            break;
        }
    }
    hop
}

/// Whether a trusted proxy says that TLS was spoken with it: by the last element of `X-Forwarded-Proto`, or, where
/// `Forwarded` is the header that is read, by the `proto` of its last element. Everybody else's word is nothing.
#[must_use]
pub fn came_over_tls(
    peer: IpAddr,
    headers: &HeaderMap,
    trusted: &TrustedProxies,
    header: ProxyHeader,
) -> bool {
    let said = match header {
        _ if !trusted.contains(peer.to_canonical()) => None,
        ProxyHeader::XForwardedFor => elements(headers, &X_FORWARDED_PROTO).next(),
        ProxyHeader::Forwarded => elements(headers, &FORWARDED).next().and_then(element::proto),
    };
    said.is_some_and(|said| said.eq_ignore_ascii_case(b"https"))
}

fn name_of(header: ProxyHeader) -> &'static HeaderName {
    match header {
        ProxyHeader::XForwardedFor => &X_FORWARDED_FOR,
        ProxyHeader::Forwarded => &FORWARDED,
    }
}

fn address_in(header: ProxyHeader, element: &[u8]) -> Option<IpAddr> {
    match header {
        ProxyHeader::XForwardedFor => element::address(element),
        ProxyHeader::Forwarded => element::forwarded_for(element),
    }
}

/// The elements of all lines of the header, from the last to the first; empty ones do not count.
fn elements<'a>(headers: &'a HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'a [u8]> {
    let lines = headers.get_all(name).into_iter().rev();
    let all = lines.flat_map(|line| line.as_bytes().rsplit(|byte| *byte == b','));
    all.map(<[u8]>::trim_ascii).take(MAX_HOPS * 4).filter(|element| !element.is_empty()).take(MAX_HOPS)
}
