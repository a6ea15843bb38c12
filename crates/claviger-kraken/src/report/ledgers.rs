//! Rows of the ledger.

use super::line::Lines;
use crate::error::KrakenError;
use crate::paper::Paper;
use crate::shape::{Fixed, utc};
use claviger_venue::{AccountNo, Column, LedgerRow};
use rust_decimal::Decimal;
use std::ops::Range;

/// The one wallet there is, as the exchange calls it.
const WALLET: &str = "spot / main";

/// The entries of these places, copied under the exchange's lock.
pub(super) fn copy(paper: &Paper, account: AccountNo, places: Range<usize>) -> Vec<LedgerRow> {
    paper.peek(|venue| venue.ledger_at(account, places).to_vec())
}

/// Writes them; gives how many.
pub(super) fn write(lines: &mut Lines, columns: &[Column], rows: &[LedgerRow]) -> Result<usize, KrakenError> {
    for row in rows {
        for column in columns {
            value(lines, *column, row)?;
        }
        lines.end();
    }
    Ok(rows.len())
}

fn value(lines: &mut Lines, column: Column, row: &LedgerRow) -> Result<(), KrakenError> {
    let amount = |amount: Decimal| Fixed::amount(row.asset, amount);
    match column {
        Column::TxId => lines.text(row.id),
        Column::RefId => lines.text(row.source.refid()),
        Column::Time => lines.text(utc(row.at)?),
        Column::Type => lines.text(row.source.kind().as_str()),
        Column::SubType => lines.text(""),
        Column::AClass => lines.text("currency"),
        Column::Asset => lines.text(row.asset.id()),
        Column::Wallet => lines.text(WALLET),
        Column::Amount => lines.number(amount(row.amount)),
        Column::Fee => lines.number(amount(row.fee)),
        Column::Balance => lines.number(amount(row.balance)),
        // no column of the ledger: reports are taken on with their own only
        _ => return Err(KrakenError::Internal),
    }
    Ok(())
}
