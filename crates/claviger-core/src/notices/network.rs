//! The network an address is taken to be of, where it is told whether somebody was seen there before.

use ipnet::IpNet;
use std::net::IpAddr;

/// What one provider gives to one customer, as a rule: addresses within change by themselves.
const OF_V4: u8 = 24;
const OF_V6: u8 = 48;

/// The /24 of an IPv4 address, also of one written as IPv6; the /48 of an IPv6 one.
#[must_use]
pub fn network_of(source: IpAddr) -> IpNet {
    let source = source.to_canonical();
    let len = if source.is_ipv4() { OF_V4 } else { OF_V6 };
    IpNet::new(source, len).map_or_else(|_| IpNet::from(source), |network| network.trunc())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_of_one_network() {
        for (source, network) in [
            ("192.0.2.7", "192.0.2.0/24"),
            ("::ffff:192.0.2.200", "192.0.2.0/24"),
            ("2001:db8:1:2::9", "2001:db8:1::/48"),
        ] {
            assert_eq!(network_of(source.parse().unwrap()).to_string(), network);
        }
    }
}
