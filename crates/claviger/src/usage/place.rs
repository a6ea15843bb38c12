//! From where and with what a key is used, as a number: what is remembered of it, and compared.

use claviger_core::notices::network_of;
use claviger_core::text::ClientName;
use std::net::IpAddr;

/// What a client calls itself, without its version.
#[must_use]
pub(crate) fn client_of(name: &ClientName) -> u32 {
    fold(BEGIN, name.product().as_bytes())
}

/// A network and a client in it. Stable: it is kept on record.
#[must_use]
pub(crate) fn place_of(source: Option<IpAddr>, client: u32) -> u64 {
    let network = match source.map(|source| network_of(source).network()) {
        Some(IpAddr::V4(four)) => fold(fold(BEGIN, b"4"), &four.octets()),
        Some(IpAddr::V6(six)) => fold(fold(BEGIN, b"6"), &six.octets()),
        None => 0,
    };
    (u64::from(network) << 32) | u64::from(client)
}

/// What the hash begins with.
const BEGIN: u32 = 0x811c_9dc5;

/// FNV-1a, which is told by its first value: short, and the same on every machine.
fn fold(from: u32, bytes: &[u8]) -> u32 {
    bytes.iter().fold(from, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_and_a_client_without_its_version() {
        let place = |source: &str, client: &str| {
            place_of(source.parse().ok(), client_of(&ClientName::from_bytes(client.as_bytes())))
        };
        let one = place("192.0.2.7", "ccxt/4.1");
        assert_eq!(one, place("192.0.2.200", "ccxt/4.2 (linux)"));
        assert_ne!(one, place("192.0.3.7", "ccxt/4.1"));
        assert_ne!(one, place("192.0.2.7", "curl/8"));
        assert_eq!(place("2001:db8:1::1", "x"), place("2001:db8:1:2::9", "x"));
        assert_ne!(place("2001:db8:1::1", "x"), place("2001:db8:2::1", "x"));
        assert_eq!(one, 0xf5db_f501_bf07_e96f, "kept on record: never another one");
    }
}
