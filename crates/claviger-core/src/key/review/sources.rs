//! The smallest allowlist that covers the addresses a key was used from.

use crate::allowlist::{Allowlist, MAX_ALLOWLIST};
use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use std::net::IpAddr;

/// No block proposed is wider than this: a wider one guards too little to be worth the trouble it makes.
const WIDEST_V4: u8 = 16;
const WIDEST_V6: u8 = 32;

/// The smallest list that has all of these addresses: they themselves, as long as a list holds so many; else the nearest
/// are taken together to the narrowest block that holds both, until it does. None if there are no addresses, if blocks would
/// become wider than /16 (IPv6: /32), or if it would not lie within `present`.
#[must_use]
pub fn propose_sources(seen: impl IntoIterator<Item = IpAddr>, present: &Allowlist) -> Option<Allowlist> {
    let single = seen.into_iter().map(|address| IpNet::from(address.to_canonical()));
    let mut blocks = IpNet::aggregate(&single.collect::<Vec<_>>());
    while blocks.len() > MAX_ALLOWLIST {
        blocks = join_nearest(blocks)?;
    }
    let texts: Vec<String> = blocks.iter().map(IpNet::to_string).collect();
    let list = Allowlist::parse(texts.iter().map(String::as_str)).ok()?;
    (!list.is_anywhere() && list.within(present)).then_some(list)
}

/// Takes the two neighbours together that need the narrowest block; blocks are sorted, so no other two are nearer.
fn join_nearest(blocks: Vec<IpNet>) -> Option<Vec<IpNet>> {
    let pairs = blocks.windows(2).filter_map(|pair| match pair {
        [a, b] => around(a, b),
        _ => None,
    });
    let host_bits = |block: &IpNet| block.max_prefix_len() - block.prefix_len();
    let joined = pairs.min_by_key(host_bits)?;
    let rest = blocks.into_iter().filter(|block| !joined.contains(block));
    Some(IpNet::aggregate(&rest.chain([joined]).collect::<Vec<_>>()))
}

/// The narrowest block that holds both; none if they are of two families, or it would be too wide.
fn around(a: &IpNet, b: &IpNet) -> Option<IpNet> {
    match (a, b) {
        (IpNet::V4(a), IpNet::V4(b)) => {
            let common = (a.network().to_bits() ^ b.network().to_bits()).leading_zeros();
            let len = u8::try_from(common).ok()?.min(a.prefix_len()).min(b.prefix_len());
            let block = Ipv4Net::new(a.network(), len).ok()?.trunc();
            (len >= WIDEST_V4).then_some(IpNet::V4(block))
        }
        (IpNet::V6(a), IpNet::V6(b)) => {
            let common = (a.network().to_bits() ^ b.network().to_bits()).leading_zeros();
            let len = u8::try_from(common).ok()?.min(a.prefix_len()).min(b.prefix_len());
            let block = Ipv6Net::new(a.network(), len).ok()?.trunc();
            (len >= WIDEST_V6).then_some(IpNet::V6(block))
        }
        _ => None,
    }
}
