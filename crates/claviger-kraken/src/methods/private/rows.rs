//! How trades and ledger entries look in an answer.

use super::View;
use crate::shape::{Fixed, Seconds};
use claviger_venue::{AccountNo, BalanceName, LedgerId, LedgerRow, OrderId, Trade, TradeId, Venue};
use serde::Serialize;

/// One trade, without its id.
#[derive(Serialize)]
pub(super) struct TradeInfo {
    ordertxid: OrderId,
    postxid: TradeId,
    pair: &'static str,
    aclass: &'static str,
    time: Seconds,
    #[serde(rename = "type")]
    side: &'static str,
    ordertype: &'static str,
    price: Fixed,
    cost: Fixed,
    fee: Fixed,
    vol: Fixed,
    margin: &'static str,
    leverage: &'static str,
    misc: &'static str,
    maker: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    ledgers: Option<[LedgerId; 2]>,
}

impl TradeInfo {
    /// With the ids of its ledger entries, or without.
    pub(super) fn of(view: &View<'_>, trade: &Trade, ledgers: bool) -> Self {
        let pair = trade.pair;
        TradeInfo {
            ordertxid: trade.order,
            // Spot trades are of no position; the exchange names the trade itself.
            postxid: trade.id,
            pair: pair.id(),
            aclass: "forex",
            time: Seconds(trade.at),
            side: trade.side.as_str(),
            ordertype: order_type(view.venue, view.account, trade),
            price: Fixed::price(pair, trade.price),
            cost: Fixed::cost(pair, trade.cost),
            fee: Fixed::cost(pair, trade.fee),
            vol: Fixed::volume(pair, trade.volume),
            margin: "0.00000",
            leverage: "0",
            misc: "",
            maker: trade.maker,
            ledgers: ledgers.then_some(trade.ledgers),
        }
    }
}

/// The kind of the order that a trade filled.
pub(crate) fn order_type(venue: &Venue, account: AccountNo, trade: &Trade) -> &'static str {
    let in_book = if trade.market { "market" } else { "limit" };
    venue.order(account, trade.order).map_or(in_book, |order| order.model().as_str())
}

/// One ledger entry, without its id.
#[derive(Serialize)]
pub(super) struct LedgerInfo {
    refid: String,
    time: Seconds,
    #[serde(rename = "type")]
    kind: &'static str,
    subtype: &'static str,
    aclass: &'static str,
    asset: BalanceName,
    amount: Fixed,
    fee: Fixed,
    balance: Fixed,
}

impl From<&LedgerRow> for LedgerInfo {
    fn from(row: &LedgerRow) -> Self {
        let amount = |amount| Fixed::amount(row.asset, amount);
        LedgerInfo {
            refid: row.source.refid(),
            time: Seconds(row.at),
            kind: row.source.kind().as_str(),
            subtype: row.source.subtype(),
            aclass: "currency",
            asset: row.name(),
            amount: amount(row.amount),
            fee: amount(row.fee),
            balance: amount(row.balance),
        }
    }
}
