//! Rows of the ledger.

use super::line::Lines;
use crate::error::KrakenError;
use crate::paper::Paper;
use crate::shape::{Fixed, utc};
use claviger_venue::{AccountNo, Column, LedgerRow, Wallet};
use rust_decimal::Decimal;
use std::ops::Range;

/// The wallets, as the exchange calls them.
const fn wallet(wallet: Wallet) -> &'static str {
    match wallet {
        Wallet::Spot => "spot / main",
        Wallet::Earn => "earn / flexible",
    }
}

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
        Column::SubType => lines.text(row.source.subtype()),
        Column::AClass => lines.text("currency"),
        Column::Asset => lines.text(row.name()),
        Column::Wallet => lines.text(wallet(row.wallet)),
        Column::Amount => lines.number(amount(row.amount)),
        Column::Fee => lines.number(amount(row.fee)),
        Column::Balance => lines.number(amount(row.balance)),
        // no column of the ledger: reports are taken on with their own only
        _ => return Err(KrakenError::Internal),
    }
    Ok(())
}
