//! The account's log: calls of keys, and acts on them.

mod csv;
pub(super) mod entry;
pub(super) mod export;
mod filter;
pub(super) mod list;
pub(super) mod live;
pub(super) mod remedy;

pub(super) use entry::{EntryView, drafts};

use super::page::Section;
use claviger::core::store::Which;
use claviger::manage::Operation;

/// Which of the two lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Log {
    /// Calls of keys.
    Calls,
    /// Acts on keys, tokens and settings.
    Acts,
}

impl Log {
    const fn section(self) -> Section {
        match self {
            Log::Calls => Section::History,
            Log::Acts => Section::Audit,
        }
    }

    const fn operation(self) -> Operation {
        match self {
            Log::Calls => Operation::HistoryList,
            Log::Acts => Operation::AuditList,
        }
    }

    const fn which(self) -> Which {
        match self {
            Log::Calls => Which::Calls,
            Log::Acts => Which::Acts,
        }
    }
}
