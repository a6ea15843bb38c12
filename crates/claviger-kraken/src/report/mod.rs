//! Reports as bytes: one file of rows in a ZIP archive.
//!
//! # The same each time
//! A report is rendered anew whenever it is fetched. What goes into it was settled when it was asked for (see
//! [`claviger_venue::Export`]) and the archive carries that instant and no other, so one release gives the same bytes each
//! time, before and after a restart. (Another release may compress the same rows to other bytes.)
//!
//! # Who waits for it
//! Nobody but the caller: rows are copied out [`EXPORT_CHUNK_ROWS`] at a time, so the exchange's lock is held for as long as
//! that takes and free in between; and whoever calls [`build`] does so on a thread that may block (`wire/export.rs`, which
//! also bounds how many are built at once). What is held in memory is one such part and the archive so far.
//!
//! # Spreadsheets
//! A value that begins with `=`, `+`, `-` or `@` is a formula to some of them. None here is text somebody chose: ids, names of
//! assets, markets and kinds are the exchange's own, and what begins with `-` is an amount that was debited. The description
//! of a report, which is chosen, stands in no file.

mod archive;
mod ledgers;
mod line;
mod trades;

use crate::error::KrakenError;
use crate::limits::{EXPORT_CHUNK_ROWS, MAX_EXPORT_BYTES};
use crate::paper::Paper;
use archive::Archive;
use claviger_venue::{AccountNo, Column, Export, ExportFormat, Report};
use line::Lines;
use std::ops::Range;

/// Most rows of a report with these columns: as many as stay within [`MAX_EXPORT_BYTES`], were every value of every row as
/// wide as it can be.
pub(crate) fn most_rows(report: Report, columns: &[Column]) -> usize {
    let columns = if columns.is_empty() { Column::of(report) } else { columns };
    let width: usize = columns.iter().copied().map(widest).sum();
    // one row is left for the names of the columns
    (MAX_EXPORT_BYTES / width.max(1)).saturating_sub(1)
}

/// Most bytes of a value, with its quotes and what follows it.
const fn widest(column: Column) -> usize {
    match column {
        // an id of one kind or another; two of them in `ledgers`
        Column::TxId | Column::OrderTxId | Column::RefId => 24,
        Column::Ledgers => 42,
        Column::Time => 27,
        // a sign, a point, ten decimals and twenty digits, which is a hundred million of the largest deposits
        Column::Amount | Column::Price | Column::Cost | Column::Fee | Column::Vol | Column::Balance => 33,
        // one of a few words
        Column::Pair
        | Column::Type
        | Column::SubType
        | Column::AClass
        | Column::Asset
        | Column::Wallet
        | Column::OrderType
        | Column::Margin
        | Column::Misc => 24,
    }
}

/// The archive of a report. Blocks for as long as it takes, a fraction of a second for the largest.
///
/// # Errors
/// [`KrakenError::Internal`]: a row cannot be written, which is a defect.
pub(crate) fn build(paper: &Paper, account: AccountNo, export: &Export) -> Result<Vec<u8>, KrakenError> {
    let columns = if export.columns.is_empty() { Column::of(export.report) } else { &export.columns };
    let mut archive = Archive::begin(file_name(export), export.at)?;
    let mut lines = Lines::new(export.format);
    lines.names(columns);
    for part in parts(export.rows()) {
        let rows = part.len();
        let written = match export.report {
            Report::Trades => trades::write(&mut lines, columns, &trades::copy(paper, account, part))?,
            Report::Ledgers => ledgers::write(&mut lines, columns, &ledgers::copy(paper, account, part))?,
        };
        if written != rows {
            tracing::error!(export = %export.id, "records of a report are gone");
            return Err(KrakenError::Internal);
        }
        archive.write(lines.take().as_bytes())?;
    }
    archive.write(lines.take().as_bytes())?;
    archive.finish()
}

/// The places of a report, some at a time.
fn parts(rows: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let end = rows.end;
    rows.step_by(EXPORT_CHUNK_ROWS).map(move |from| from..end.min(from + EXPORT_CHUNK_ROWS))
}

/// As on the exchange: named by what is in it.
const fn file_name(export: &Export) -> &'static str {
    match (export.report, export.format) {
        (Report::Trades, ExportFormat::Csv) => "trades.csv",
        (Report::Trades, ExportFormat::Tsv) => "trades.tsv",
        (Report::Ledgers, ExportFormat::Csv) => "ledgers.csv",
        (Report::Ledgers, ExportFormat::Tsv) => "ledgers.tsv",
    }
}

#[cfg(test)]
mod tests;
