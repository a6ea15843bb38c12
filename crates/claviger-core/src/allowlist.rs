//! Where a key may be used from: addresses and CIDR blocks, v4 and v6.

use ipnet::IpNet;
use std::fmt;
use std::net::IpAddr;

/// Most entries of one allowlist.
pub const MAX_ALLOWLIST: usize = 64;

/// Why an allowlist was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AllowlistError {
    /// Neither an address nor a CIDR block.
    #[error(
        "`{0}` is neither an address nor a CIDR block such as 203.0.113.7, 203.0.113.0/24 or 2001:db8::/32"
    )]
    Syntax(String),
    /// Bits are set behind the prefix, so what was meant is not clear.
    #[error("`{given}` has host bits set; write {meant} for the block, or the address alone")]
    HostBits {
        /// What was typed.
        given: String,
        /// The block it lies in.
        meant: IpNet,
    },
    /// A block of every address restricts nothing.
    #[error("`{0}` is every address: leave the allowlist empty if that is meant")]
    Everything(IpNet),
    /// Too many entries.
    #[error("an allowlist has at most {MAX_ALLOWLIST} entries")]
    TooMany,
}

/// A list of blocks; empty means *anywhere*. Sorted, without repeats and without blocks that lie
/// in another; IPv4-mapped IPv6 addresses are kept and compared as IPv4.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
pub struct Allowlist(Box<[IpNet]>);

impl Allowlist {
    /// Anywhere.
    #[must_use]
    pub fn anywhere() -> Self {
        Self::default()
    }

    /// Parses entries as typed.
    ///
    /// # Errors
    /// [`AllowlistError`] naming the entry and what to write instead.
    pub fn parse<'a>(entries: impl IntoIterator<Item = &'a str>) -> Result<Self, AllowlistError> {
        let mut blocks = Vec::new();
        for entry in entries {
            if blocks.len() >= MAX_ALLOWLIST {
                return Err(AllowlistError::TooMany);
            }
            blocks.push(parse_block(entry)?);
        }
        let blocks = IpNet::aggregate(&blocks);
        // Two halves of everything are everything, too.
        match blocks.iter().find(|block| block.prefix_len() == 0) {
            Some(everything) => Err(AllowlistError::Everything(*everything)),
            None => Ok(Allowlist(blocks.into_iter().collect())),
        }
    }

    /// Whether every address is allowed.
    #[must_use]
    pub fn is_anywhere(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a call may come from `source`.
    #[must_use]
    pub fn allows(&self, source: IpAddr) -> bool {
        let source = source.to_canonical();
        self.0.is_empty() || self.0.iter().any(|block| block.contains(&source))
    }

    /// Whether everything `self` allows is allowed by `other`, too.
    #[must_use]
    pub fn within(&self, other: &Allowlist) -> bool {
        other.0.is_empty()
            || (!self.0.is_empty()
                && self.0.iter().all(|mine| other.0.iter().any(|theirs| theirs.contains(mine))))
    }

    /// The blocks.
    #[must_use]
    pub fn blocks(&self) -> &[IpNet] {
        &self.0
    }

    /// The blocks as text; a block of one address is written as the address.
    #[must_use]
    pub fn to_texts(&self) -> Vec<String> {
        self.0
            .iter()
            .map(|block| if is_single(block) { block.addr().to_string() } else { block.to_string() })
            .collect()
    }
}

impl fmt::Display for Allowlist {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() { f.write_str("anywhere") } else { f.write_str(&self.to_texts().join(", ")) }
    }
}

fn is_single(block: &IpNet) -> bool {
    block.prefix_len() == block.max_prefix_len()
}

fn parse_block(entry: &str) -> Result<IpNet, AllowlistError> {
    let entry = entry.trim();
    let syntax = || AllowlistError::Syntax(entry.chars().take(64).collect());
    let block = match entry.parse::<IpAddr>() {
        Ok(address) => IpNet::from(address.to_canonical()),
        Err(_) => unmapped(entry.parse::<IpNet>().map_err(|_| syntax())?).ok_or_else(syntax)?,
    };
    if block.trunc() != block {
        return Err(AllowlistError::HostBits { given: entry.to_owned(), meant: block.trunc() });
    }
    if block.prefix_len() == 0 {
        return Err(AllowlistError::Everything(block));
    }
    Ok(block)
}

/// `::ffff:a.b.c.d/p` as the IPv4 block it is. A mapped block wider than all of IPv4 is refused.
fn unmapped(block: IpNet) -> Option<IpNet> {
    match (block.addr(), block.addr().to_canonical()) {
        (IpAddr::V6(_), v4 @ IpAddr::V4(_)) => IpNet::new(v4, block.prefix_len().checked_sub(96)?).ok(),
        _ => Some(block),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(entries: &[&str]) -> Allowlist {
        Allowlist::parse(entries.iter().copied()).unwrap()
    }

    #[test]
    fn blocks_contain_what_they_say() {
        let allow = list(&["203.0.113.0/24", "2001:db8::/32", "198.51.100.7"]);
        for (source, expected) in [
            ("203.0.113.255", true),
            ("203.0.114.0", false),
            ("198.51.100.7", true),
            ("198.51.100.8", false),
            ("2001:db8:ffff::1", true),
            ("2001:db9::", false),
            ("::ffff:203.0.113.9", true),
            ("::ffff:203.0.114.9", false),
        ] {
            assert_eq!(allow.allows(source.parse().unwrap()), expected, "{source}");
        }
        assert!(Allowlist::anywhere().allows("192.0.2.1".parse().unwrap()));
    }

    #[test]
    fn mapped_entries_are_ipv4() {
        let allow = list(&["::ffff:203.0.113.0/120"]);
        assert!(allow.allows("203.0.113.4".parse().unwrap()));
        assert_eq!(allow.to_texts(), ["203.0.113.0/24"]);
        assert!(Allowlist::parse(["::ffff:0:0/40"]).is_err());
    }

    #[test]
    fn unclear_entries_are_refused_with_a_remedy() {
        assert!(matches!(Allowlist::parse(["203.0.113.7/24"]), Err(AllowlistError::HostBits { .. })));
        assert!(matches!(Allowlist::parse(["0.0.0.0/0"]), Err(AllowlistError::Everything(_))));
        assert!(matches!(Allowlist::parse(["::/0"]), Err(AllowlistError::Everything(_))));
        let halves = Allowlist::parse(["0.0.0.0/1", "128.0.0.0/2", "192.0.0.0/2"]);
        assert!(matches!(halves, Err(AllowlistError::Everything(_))));
        for bad in ["", "localhost", "1.2.3", "1.2.3.4/33", "1.2.3.4-9", "fe80::1%eth0", "010.0.0.1"] {
            assert!(matches!(Allowlist::parse([bad]), Err(AllowlistError::Syntax(_))), "{bad}");
        }
        assert_eq!(Allowlist::parse(vec!["1.1.1.1"; MAX_ALLOWLIST + 1]), Err(AllowlistError::TooMany));
    }

    #[test]
    fn narrowing_is_recognised() {
        assert!(list(&["203.0.113.7"]).within(&list(&["203.0.113.0/24"])));
        assert!(!list(&["203.0.113.0/24"]).within(&list(&["203.0.113.7"])));
        assert!(list(&["203.0.113.7"]).within(&Allowlist::anywhere()));
        assert!(!Allowlist::anywhere().within(&list(&["203.0.113.7"])));
    }
}
