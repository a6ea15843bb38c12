//! The orders a list of keys can have, and places in them to go on from.

use crate::directory::Listed;
use crate::usage::KeyUse;
use claviger_core::id::KeyId;
use claviger_core::time::Timestamp;

/// Hours that count as the last day.
const DAY: usize = 24;

/// How a list of keys is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// The newest first.
    #[default]
    Newest,
    /// By name.
    Name,
    /// The one used last first; never used ones last.
    LastUsed,
    /// The one with the most calls of the last day first.
    Calls,
    /// The one that expires next first; those that never do last.
    Expiry,
}

impl Sort {
    /// All of them.
    pub const ALL: [Sort; 5] = [Sort::Newest, Sort::Name, Sort::LastUsed, Sort::Calls, Sort::Expiry];

    /// The stable machine-readable text.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Sort::Newest => "newest",
            Sort::Name => "name",
            Sort::LastUsed => "last-used",
            Sort::Calls => "calls",
            Sort::Expiry => "expiry",
        }
    }

    /// From the stable text.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Sort::ALL.into_iter().find(|sort| sort.name() == name)
    }

    /// What it compares of one key.
    pub(super) fn rank(self, key: &Listed, known: Option<&KeyUse>, now: Timestamp) -> Rank {
        let falling = |number: i64| Rank::Number(-number);
        match self {
            Sort::Newest => falling(key.record.created_at.micros()),
            Sort::Name => Rank::Text(key.folded_name.clone()),
            Sort::LastUsed => falling(known.and_then(|known| known.last).map_or(0, |last| last.at.micros())),
            Sort::Calls => {
                let day = known.map(|known| known.hours::<DAY>(now));
                falling(
                    day.iter().flatten().map(|hour| i64::from(hour.allowed) + i64::from(hour.refused)).sum(),
                )
            }
            Sort::Expiry => {
                Rank::Number(key.record.restrictions.expires_at.unwrap_or(Timestamp::MAX).micros())
            }
        }
    }
}

/// What is compared.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// The lower first.
    Number(i64),
    /// By its characters.
    Text(String),
}

/// A place in a list: behind this one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// What was compared.
    pub rank: Rank,
    /// Which key, among those alike.
    pub key: KeyId,
}
