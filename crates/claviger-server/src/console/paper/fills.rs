//! `/paper/fills`: what was traded.

use super::super::answer::Shown;
use super::super::call::Call;
use super::super::failure::Failure;
use super::super::page::time::Moment;
use super::super::page::{Frame, Section, Trouble};
use super::tab::{Tab, tabs};
use super::{exchange, failure, money, time};
use askama::Template;
use claviger::core::time::Timestamp;
use claviger_venue::{Trade, TradeId};

/// Fills of a page.
const PAGE: usize = 50;

/// A fill.
pub(in super::super) struct Fill {
    pub(in super::super) at: Moment,
    pub(in super::super) symbol: String,
    /// As in *Bought*.
    pub(in super::super) verb: &'static str,
    /// `buy` or `sell`.
    pub(in super::super) side: &'static str,
    pub(in super::super) volume: String,
    pub(in super::super) price: String,
    pub(in super::super) cost: String,
    pub(in super::super) fee: String,
    /// As in *maker*.
    pub(in super::super) part: &'static str,
    pub(in super::super) order: String,
}

impl Fill {
    pub(super) fn of(trade: &Trade, now: Timestamp) -> Self {
        let (pair, buys) = (trade.pair, trade.side == claviger_venue::Side::Buy);
        Fill {
            at: Moment::of(time(trade.at), now),
            symbol: pair.symbol(),
            verb: if buys { "Bought" } else { "Sold" },
            side: trade.side.as_str(),
            volume: money::named(pair.base(), trade.volume),
            price: money::price(pair, trade.price),
            cost: money::named(pair.quote(), trade.cost),
            fee: money::named(pair.quote(), trade.fee),
            part: if trade.maker { "maker" } else { "taker" },
            order: trade.order.to_string(),
        }
    }
}

#[derive(Template)]
#[template(path = "paper/fills.html")]
struct Page {
    frame: Frame,
    tabs: Vec<Tab>,
    fills: Vec<Fill>,
    older: Option<String>,
    is_first: bool,
}

/// Shows a page of them, newest first.
pub(in super::super) async fn list(call: Call) -> Result<Shown, Failure> {
    let query = call.query(&["before"], &[])?;
    let before = query.given("before").map(str::parse::<TradeId>).transpose();
    let before = before.map_err(|_| Trouble::malformed("there is no such fill".to_owned()))?;
    let (desk, account, now) = (&exchange(&call)?.desk, call.caller().account, call.now());
    let fills = desk.fills(account, before, PAGE + 1).await.map_err(failure)?;
    let last = fills.get(PAGE).and(fills.get(PAGE - 1));
    let page = Page {
        frame: call.frame(Section::Paper, "Fills"),
        tabs: tabs(&call, "/paper/fills"),
        older: last.map(|trade| format!("/paper/fills?before={}", trade.id)),
        fills: fills.iter().take(PAGE).map(|trade| Fill::of(trade, now)).collect(),
        is_first: before.is_none(),
    };
    Ok(Shown::page(&page)?)
}
