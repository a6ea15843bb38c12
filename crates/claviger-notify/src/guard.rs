//! Which addresses a message may be sent to: whoever sets up a channel must not reach with it what only this server can
//! reach.
//!
//! Addresses are judged, not names: a name is looked up once, and the connection goes to the address that was judged
//! (`send::resolve`), so that a second look-up cannot give another one.

use ipnet::IpNet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether a message may be sent to this address: it is out on the internet, or in one of `allowed`.
#[must_use]
pub fn allows(address: IpAddr, allowed: &[IpNet]) -> bool {
    let address = plain(address);
    allowed.iter().any(|block| block.contains(&address)) || is_public(address)
}

/// An IPv4 address that is written as one of IPv6 (mapped, compatible, NAT64, 6to4) is judged as what it is.
fn plain(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(six) => inner(six).map_or(address, IpAddr::V4),
    }
}

fn inner(six: Ipv6Addr) -> Option<Ipv4Addr> {
    let last = |a: u16, b: u16| Ipv4Addr::from((u32::from(a) << 16) | u32::from(b));
    match six.segments() {
        [0, 0, 0, 0, 0, 0xffff, a, b] | [0x64, 0xff9b, 0, 0, 0, 0, a, b] | [0x2002, a, b, ..] => {
            Some(last(a, b))
        }
        // `::` and `::1` are no IPv4 addresses.
        [0, 0, 0, 0, 0, 0, a, b] if a != 0 => Some(last(a, b)),
        _ => None,
    }
}

fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(four) => is_public_v4(four),
        IpAddr::V6(six) => is_public_v6(six),
    }
}

/// IANA's registry of special-purpose IPv4 addresses: none of them is out on the internet.
const fn is_public_v4(four: Ipv4Addr) -> bool {
    let [a, b, c, _] = four.octets();
    !(four.is_private()
        || four.is_loopback()
        || four.is_link_local()
        || four.is_multicast()
        || four.is_broadcast()
        || four.is_documentation()
        || a == 0
        || a >= 240
        // shared with carriers; protocol assignments; benchmarks; relays of 6to4
        || (a == 100 && b >= 64 && b < 128)
        || (a == 192 && b == 0 && c == 0)
        || (a == 198 && (b == 18 || b == 19))
        || (a == 192 && b == 88 && c == 99))
}

/// Of IPv6 only what is given out on the internet (2000::/3), without documentation, Teredo, ORCHID and benchmarks.
const fn is_public_v6(six: Ipv6Addr) -> bool {
    let [a, b, ..] = six.segments();
    a & 0xe000 == 0x2000 && !(a == 0x2001 && (b == 0xdb8 || b < 0x200)) && a != 0x3fff
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(text: &str) -> bool {
        allows(text.parse().unwrap(), &[])
    }

    #[test]
    fn what_only_this_server_reaches_is_refused() {
        for bad in [
            "127.0.0.1",
            "127.255.255.254",
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "169.254.1.1",
            "100.64.0.1",
            "100.127.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.7",
            "203.0.113.9",
            "192.88.99.1",
            "224.0.0.1",
            "239.255.255.255",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "fe80::1",
            "fc00::1",
            "fd00:ec2::254",
            "ff02::1",
            "2001:db8::1",
            "2001::1",
            "2001:2::1",
            "3fff::1",
            "100::1",
            "64:ff9b:1::1",
            "5f00::1",
            "fec0::1",
            // IPv4 in other clothes
            "::ffff:127.0.0.1",
            "::ffff:169.254.169.254",
            "::ffff:10.0.0.1",
            "::127.0.0.1",
            "::10.0.0.1",
            "64:ff9b::10.0.0.1",
            "64:ff9b::169.254.169.254",
            "2002:7f00:1::",
            "2002:a00:1::1",
            "2002:a9fe:a9fe::",
        ] {
            assert!(!allowed(bad), "{bad}");
        }
    }

    #[test]
    fn what_is_out_on_the_internet_is_not() {
        for good in [
            "1.1.1.1",
            "8.8.8.8",
            "100.63.255.255",
            "100.128.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "192.167.1.1",
            "198.17.0.1",
            "223.255.255.255",
            "2606:4700::1111",
            "2a00:1450::1",
            "::ffff:1.1.1.1",
            "64:ff9b::8.8.8.8",
            "2001:200::1",
        ] {
            assert!(allowed(good), "{good}");
        }
    }

    #[test]
    fn a_setting_lets_through_what_it_names_and_no_more() {
        let nets: Vec<IpNet> = ["10.1.0.0/16", "::1/128"].map(|net| net.parse().unwrap()).to_vec();
        let by = |text: &str| allows(text.parse().unwrap(), &nets);
        assert!(by("10.1.2.3") && by("::ffff:10.1.2.3") && by("::1"));
        assert!(!by("10.2.0.1") && !by("127.0.0.1"));
    }
}
