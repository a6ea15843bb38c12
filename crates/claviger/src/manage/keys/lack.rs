//! What the keys of an account can lack of good practice, as far as lists are filtered and counted by it.

use claviger_core::key::advice::{Gap, Judged, gaps};
use claviger_core::key::{KeyRecord, KeyState};
use claviger_core::time::Timestamp;

/// Something that a key in force lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    /// An allowlist: it works from every address.
    Allowlist,
    /// An expiry: it works for ever.
    Expiry,
    /// A division of its work: it withdraws and trades.
    Separation,
    /// A holder by name.
    Holder,
}

impl Lack {
    /// All of them, the gravest first.
    pub const ALL: [Lack; 4] = [Lack::Allowlist, Lack::Expiry, Lack::Separation, Lack::Holder];

    /// The stable machine-readable text.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Lack::Allowlist => "allowlist",
            Lack::Expiry => "expiry",
            Lack::Separation => "separation",
            Lack::Holder => "holder",
        }
    }

    /// From the stable text.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Lack::ALL.into_iter().find(|lack| lack.name() == name)
    }

    const fn of(gap: Gap) -> Option<Self> {
        match gap {
            Gap::WithdrawsFromAnywhere | Gap::NoAllowlist => Some(Lack::Allowlist),
            Gap::NoExpiry => Some(Lack::Expiry),
            Gap::WithdrawsAndTrades => Some(Lack::Separation),
            Gap::NoHolder => Some(Lack::Holder),
            Gap::WithdrawsWithoutFactor | Gap::LongExpiry | Gap::Everything => None,
        }
    }
}

/// What a key lacks; a revoked one lacks nothing any more.
pub(super) fn lacks(key: &KeyRecord, now: Timestamp) -> impl Iterator<Item = Lack> {
    let judged = Judged {
        kind: key.kind,
        permissions: key.permissions,
        restrictions: &key.restrictions,
        has_holder: !key.holder.as_str().is_empty(),
    };
    let found = if key.state == KeyState::Revoked { Vec::new() } else { gaps(&judged, now) };
    found.into_iter().filter_map(Lack::of)
}
