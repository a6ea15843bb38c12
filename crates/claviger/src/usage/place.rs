//! From where and with what a key is used, as a number: what is remembered of it, and compared.

use claviger_core::text::ClientName;
use std::net::IpAddr;

/// What a client calls itself, without its version: versions change by themselves, the first word does not.
#[must_use]
pub(crate) fn client_of(name: &ClientName) -> u32 {
    let word = name.as_str().split(['/', ' ']).next().unwrap_or_default();
    fold(0x811c_9dc5, word.as_bytes())
}

/// A network (/24 of IPv4, /48 of IPv6) and a client in it. Stable: it is kept on record.
#[must_use]
pub(crate) fn place_of(source: Option<IpAddr>, client: u32) -> u64 {
    let network = match source {
        Some(IpAddr::V4(four)) => {
            let [a, b, c, _] = four.octets();
            fold(0x811c_9dc5, &[4, a, b, c])
        }
        Some(IpAddr::V6(six)) => {
            let [a, b, c, d, e, f, ..] = six.octets();
            fold(0x811c_9dc5, &[6, a, b, c, d, e, f])
        }
        None => 0,
    };
    (u64::from(network) << 32) | u64::from(client)
}

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
        assert_eq!(one, 0xdbde_7d6b_bf07_e96f, "kept on record: never another one");
    }
}
