//! Reports of an account's own histories, asked for now and fetched later.
//!
//! A report is no copy. Histories only grow and their records never change, so what a report shows is settled by the places
//! of its first and last record, which the venue works out when it is asked for; whoever renders it does so anew each time,
//! to the same bytes. It is rendered by whoever serves it: the venue knows the columns by name only.

mod column;
mod remove;
mod request;

pub use column::Column;
pub use remove::Removal;
pub(crate) use remove::run as remove_export;
pub use request::RequestExport;
pub(crate) use request::run as request_export;

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::{ids::ExportId, micros::Micros};

/// Most reports of an account at once, those that are over not counted.
pub const MOST_EXPORTS: usize = 50;
/// Most records in a report.
pub const MOST_EXPORT_ROWS: usize = 50_000;
/// Longest description of a report, in bytes.
pub const LONGEST_EXPORT_DESCRIPTION: usize = 256;
/// How long a report is queued.
const QUEUED: Micros = Micros::from_secs(1);
/// How long it is then processed. Nothing is done meanwhile; a client of the exchange has to expect that it takes time.
const PROCESSING: Micros = Micros::from_secs(1);
/// How long after it was asked for a report is over: fourteen days, as the exchange documents.
const LIFE: Micros = Micros::from_secs(14 * 86_400);

/// What a report is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Report {
    /// Trades.
    Trades,
    /// Ledger entries.
    Ledgers,
}

impl Report {
    /// Kraken's name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Trades => "trades",
            Self::Ledgers => "ledgers",
        }
    }

    /// From Kraken's name.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        [Self::Trades, Self::Ledgers].into_iter().find(|report| report.as_str() == name)
    }
}

/// How the values of a row are kept apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ExportFormat {
    /// By commas.
    #[default]
    Csv,
    /// By tabs.
    Tsv,
}

impl ExportFormat {
    /// Kraken's name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Csv => "CSV",
            Self::Tsv => "TSV",
        }
    }
}

/// How far a report is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportStatus {
    /// It has not begun.
    Queued,
    /// It is being made.
    Processing,
    /// It can be fetched.
    Processed,
}

impl ExportStatus {
    /// Kraken's name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "Queued",
            Self::Processing => "Processing",
            Self::Processed => "Processed",
        }
    }
}

/// One report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Export {
    /// Its id.
    pub id: ExportId,
    /// What it is of.
    pub report: Report,
    /// How its rows are written.
    pub format: ExportFormat,
    /// What it is for.
    pub description: Box<str>,
    /// The columns asked for, each once; all of the report when empty.
    #[serde(default, skip_serializing_if = "<[Column]>::is_empty")]
    pub columns: Box<[Column]>,
    /// When it was asked for.
    pub at: Micros,
    /// Its records are later than this.
    pub after: Micros,
    /// Its records are not later than this, which is no later than `at`.
    pub until: Micros,
    /// Place of its first record in the account's history.
    pub(crate) from: u32,
    /// Place behind its last record.
    pub(crate) to: u32,
}

impl Export {
    /// When it begins to be made.
    #[must_use]
    pub const fn begins_at(&self) -> Micros {
        self.at.plus(QUEUED)
    }

    /// When it can be fetched.
    #[must_use]
    pub const fn done_at(&self) -> Micros {
        self.begins_at().plus(PROCESSING)
    }

    /// When it is over, and gone.
    #[must_use]
    pub const fn expires_at(&self) -> Micros {
        self.at.plus(LIFE)
    }

    /// How far it is.
    #[must_use]
    pub fn status(&self, now: Micros) -> ExportStatus {
        match now {
            now if now < self.begins_at() => ExportStatus::Queued,
            now if now < self.done_at() => ExportStatus::Processing,
            _ => ExportStatus::Processed,
        }
    }

    /// Whether it is still there.
    pub(crate) fn is_live(&self, now: Micros) -> bool {
        now < self.expires_at()
    }

    /// The places of its records in the account's history.
    #[must_use]
    pub fn rows(&self) -> Range<usize> {
        self.from as usize..self.to as usize
    }
}
