//! Rows of trades.

use super::line::Lines;
use crate::error::KrakenError;
use crate::methods::private::order_type;
use crate::paper::Paper;
use crate::shape::{Fixed, utc};
use claviger_venue::{AccountNo, Column, Trade};
use std::ops::Range;

/// A trade, and the kind of its order.
pub(super) type Row = (Trade, &'static str);

/// The trades of these places, copied under the exchange's lock.
pub(super) fn copy(paper: &Paper, account: AccountNo, places: Range<usize>) -> Vec<Row> {
    paper.peek(|venue| {
        let trades = venue.trades_at(account, places).iter();
        trades.map(|trade| (*trade, order_type(venue, account, trade))).collect()
    })
}

/// Writes them; gives how many.
pub(super) fn write(lines: &mut Lines, columns: &[Column], rows: &[Row]) -> Result<usize, KrakenError> {
    for (trade, order_type) in rows {
        for column in columns {
            value(lines, *column, trade, order_type)?;
        }
        lines.end();
    }
    Ok(rows.len())
}

fn value(lines: &mut Lines, column: Column, trade: &Trade, order_type: &str) -> Result<(), KrakenError> {
    let pair = trade.pair;
    match column {
        Column::TxId => lines.text(trade.id),
        Column::OrderTxId => lines.text(trade.order),
        Column::Pair => lines.text(pair.id()),
        // four decimals, as in the exchange's file
        Column::Time => {
            lines.text(format_args!("{}.{:04}", utc(trade.at)?, trade.at.0.rem_euclid(1_000_000) / 100))
        }
        Column::Type => lines.text(trade.side.as_str()),
        Column::OrderType => lines.text(order_type),
        Column::Price => lines.number(Fixed::price(pair, trade.price)),
        Column::Cost => lines.number(Fixed::cost(pair, trade.cost)),
        Column::Fee => lines.number(Fixed::cost(pair, trade.fee)),
        Column::Vol => lines.number(Fixed::volume(pair, trade.volume)),
        Column::Margin => lines.number("0.00000"),
        Column::Misc => lines.text(""),
        Column::Ledgers => {
            let [spent, received] = trade.ledgers;
            lines.text(format_args!("{spent},{received}"));
        }
        // no column of trades: reports are taken on with their own only
        _ => return Err(KrakenError::Internal),
    }
    Ok(())
}
