//! One element of a forwarding header.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// More than any address with zone, port and quotes has.
const MAX_ADDRESS_BYTES: usize = 80;

/// The `for` of one element of `Forwarded` (RFC 7239 §4), which must be there exactly once.
pub(super) fn forwarded_for(element: &[u8]) -> Option<IpAddr> {
    address(parameter(element, b"for")?)
}

/// The `proto` of one element of `Forwarded`, likewise.
pub(super) fn proto(element: &[u8]) -> Option<&[u8]> {
    unquoted(parameter(element, b"proto")?)
}

fn parameter<'a>(element: &'a [u8], wanted: &[u8]) -> Option<&'a [u8]> {
    let mut found = None;
    for pair in element.split(|byte| *byte == b';') {
        let at = pair.iter().position(|byte| *byte == b'=')?;
        let (name, value) = (pair.get(..at)?, pair.get(at + 1..)?);
        if name.trim_ascii().eq_ignore_ascii_case(wanted) {
            match found {
                None => found = Some(value),
                Some(_) => return None,
            }
        }
    }
    found.map(<[u8]>::trim_ascii)
}

/// An address, perhaps with a port, in brackets, or in quotes.
pub(super) fn address(text: &[u8]) -> Option<IpAddr> {
    if text.len() > MAX_ADDRESS_BYTES {
        return None;
    }
    let text = std::str::from_utf8(unquoted(text)?).ok()?;
    let address = match text.strip_prefix('[') {
        Some(rest) => bracketed(rest)?,
        None => plain(text)?,
    };
    Some(address.to_canonical())
}

fn unquoted(text: &[u8]) -> Option<&[u8]> {
    match text.strip_prefix(b"\"") {
        Some(rest) => rest.strip_suffix(b"\""),
        None => Some(text),
    }
}

/// What follows `[`: an IPv6 address, `]`, and perhaps a port.
fn bracketed(rest: &str) -> Option<IpAddr> {
    let (inside, after) = rest.split_once(']')?;
    let port_is_fine = after.is_empty() || after.strip_prefix(':').is_some_and(is_port);
    port_is_fine.then(|| v6(inside)).flatten()
}

/// IPv4, perhaps with a port, or IPv6 without one.
fn plain(text: &str) -> Option<IpAddr> {
    match text.split_once(':') {
        None => text.parse::<Ipv4Addr>().ok().map(IpAddr::V4),
        Some((address, port)) if !port.contains(':') && address.contains('.') => {
            is_port(port).then(|| address.parse::<Ipv4Addr>().ok().map(IpAddr::V4)).flatten()
        }
        Some(_) => v6(text),
    }
}

/// IPv6; a zone, which names an interface of the proxy, says nothing to us and is left out.
fn v6(text: &str) -> Option<IpAddr> {
    let (address, zone) = text.split_once('%').unwrap_or((text, "-"));
    let zone_is_fine = !zone.is_empty() && zone.bytes().all(|byte| byte.is_ascii_graphic());
    zone_is_fine.then(|| address.parse::<Ipv6Addr>().ok().map(IpAddr::V6)).flatten()
}

/// A number, or an obfuscated one (RFC 7239 §6.3).
fn is_port(text: &str) -> bool {
    let obfuscated = text.strip_prefix('_').is_some_and(|rest| {
        !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
    });
    obfuscated || (text.bytes().all(|byte| byte.is_ascii_digit()) && text.parse::<u16>().is_ok())
}
