//! The proxies whose word is believed.

use ipnet::IpNet;
use std::net::IpAddr;

/// Most blocks.
const MAX_BLOCKS: usize = 256;

/// Addresses and CIDR blocks; none by default.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TrustedProxies(Box<[IpNet]>);

/// Why a list of proxies was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TrustedProxyError {
    /// Neither an address nor a CIDR block.
    #[error("`{0}` is neither an address nor a CIDR block such as 10.0.0.7, 10.0.0.0/8 or 2001:db8::/32")]
    Syntax(String),
    /// Bits are set behind the prefix, so what was meant is not clear.
    #[error("`{given}` has host bits set; write {meant} for the block, or the address alone")]
    HostBits {
        /// What was typed.
        given: String,
        /// The block it lies in.
        meant: IpNet,
    },
    /// Every address would be trusted, so anybody could name any client.
    #[error("`{0}` is every address: anybody could then pretend to be any client")]
    Everything(String),
    /// Too many entries.
    #[error("at most {MAX_BLOCKS} proxies can be named")]
    TooMany,
}

impl TrustedProxies {
    /// Parses entries as typed.
    ///
    /// # Errors
    /// [`TrustedProxyError`], naming the entry.
    pub fn parse<'a>(entries: impl IntoIterator<Item = &'a str>) -> Result<Self, TrustedProxyError> {
        let blocks: Vec<_> = entries.into_iter().take(MAX_BLOCKS + 1).map(block).collect::<Result<_, _>>()?;
        if blocks.len() > MAX_BLOCKS {
            return Err(TrustedProxyError::TooMany);
        }
        Ok(TrustedProxies(blocks.into()))
    }

    /// Whether `address`, in its canonical form, is that of a trusted proxy.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        self.0.iter().any(|block| block.contains(&address))
    }

    /// The blocks as text; one of a single address is written as the address.
    #[must_use]
    pub fn texts(&self) -> Vec<String> {
        let single = |block: &IpNet| block.prefix_len() == block.max_prefix_len();
        let text = |block: &IpNet| if single(block) { block.addr().to_string() } else { block.to_string() };
        self.0.iter().map(text).collect()
    }
}

fn block(entry: &str) -> Result<IpNet, TrustedProxyError> {
    let syntax = || TrustedProxyError::Syntax(entry.chars().take(64).collect());
    let block = match entry.parse::<IpAddr>() {
        Ok(address) => IpNet::from(address.to_canonical()),
        Err(_) => canonical(entry.parse().map_err(|_| syntax())?).ok_or_else(syntax)?,
    };
    if block.trunc() != block {
        return Err(TrustedProxyError::HostBits { given: entry.to_owned(), meant: block.trunc() });
    }
    if block.prefix_len() == 0 {
        return Err(TrustedProxyError::Everything(entry.to_owned()));
    }
    Ok(block)
}

/// `::ffff:a.b.c.d/p` as the IPv4 block it is.
fn canonical(block: IpNet) -> Option<IpNet> {
    match (block.addr(), block.addr().to_canonical()) {
        (IpAddr::V6(_), v4 @ IpAddr::V4(_)) => IpNet::new(v4, block.prefix_len().checked_sub(96)?).ok(),
        _ => Some(block),
    }
}
