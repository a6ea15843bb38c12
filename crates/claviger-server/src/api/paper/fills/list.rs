//! The account's fills.

use super::super::super::cursor::{List, after_id, read_after_id};
use super::super::super::failure::Failure;
use super::super::super::reply::Reply;
use super::super::super::shell::Call;
use super::super::failure;
use claviger::core::time::Timestamp;
use claviger_venue::Trade;
use serde::Serialize;
use utoipa::ToSchema;

/// A page of fills.
#[derive(Serialize, ToSchema)]
#[schema(as = FillPage)]
pub(in super::super::super) struct FillPage {
    /// The fills.
    items: Vec<FillJson>,
    /// The cursor of the next page; null at the end.
    next: Option<String>,
}

/// A fill of an order. Amounts are decimals in texts: the volume in the base asset, everything else in the quote asset.
#[derive(Serialize, ToSchema)]
#[schema(as = Fill)]
struct FillJson {
    /// Its id.
    #[schema(example = "T7J4FF-BGM7G-V2JMIH")]
    id: String,
    /// The order that was filled.
    #[schema(example = "O7J4FF-BGM7G-V2JMIH")]
    order: String,
    /// The market.
    #[schema(example = "XBTUSD")]
    pair: String,
    /// Side of the order.
    side: &'static str,
    /// Price of a unit.
    price: String,
    /// Volume traded.
    volume: String,
    /// Price times volume.
    cost: String,
    /// The fee's value.
    fee: String,
    /// Whether the order rested in the book.
    maker: bool,
    /// When it happened.
    #[schema(format = DateTime)]
    at: String,
}

impl FillJson {
    fn of(trade: &Trade) -> Self {
        let pair = trade.pair;
        FillJson {
            id: trade.id.to_string(),
            order: trade.order.to_string(),
            pair: pair.altname(),
            side: trade.side.as_str(),
            price: format!("{:.*}", pair.price_decimals() as usize, trade.price),
            volume: format!("{:.*}", pair.lot_decimals() as usize, trade.volume),
            cost: pair.quote().format(trade.cost),
            fee: pair.quote().format(trade.fee),
            maker: trade.maker,
            at: Timestamp::from_micros(trade.at.0).to_string(),
        }
    }
}

/// Lists the fills of the account's orders, newest first.
#[utoipa::path(get, path = "/paper/fills", tag = "paper", operation_id = "paper.fill-list",
    params(
        ("limit" = Option<u32>, Query, description = "Most items of the page, 1 to 200; 50 unless told.", minimum = 1, maximum = 200),
        ("cursor" = Option<String>, Query, description = "`next` of the page before.")),
    responses((status = 200, description = "A page of fills.", body = FillPage)))]
pub(in super::super::super) async fn list(call: Call) -> Result<Reply, Failure> {
    let query = call.query(&["limit", "cursor"])?;
    let (limit, before) = (query.limit()?, query.cursor(|text| read_after_id(List::Fills, text))?);
    let all = call.state.paper.fills(call.caller.account, before, limit + 1).await.map_err(failure)?;
    let last = all.get(limit).and(all.get(limit - 1));
    let next = last.map(|trade| after_id(List::Fills, &trade.id));
    Ok(Reply::ok(&FillPage { items: all.iter().take(limit).map(FillJson::of).collect(), next })?)
}
