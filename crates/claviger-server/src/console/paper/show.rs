//! `/paper`: what the account has at the exchange, at a glance.

use super::super::answer::Shown;
use super::super::call::Call;
use super::super::failure::Failure;
use super::super::page::{Frame, Section, number};
use super::balance::{Balance, balances};
use super::fills::Fill;
use super::orders::line::Line;
use super::tab::{Tab, tabs};
use super::ticker::{Market, market};
use super::{Exchange, exchange, failure, money};
use askama::Template;
use claviger::core::time::Timestamp;
use claviger::manage::Operation;
use claviger_venue::Pair;

/// Open orders and fills that are shown; their own pages have all.
const FEW: usize = 5;
/// Markets that are shown; their own page has all.
const MARKETS: [&str; 6] = ["XBTUSD", "ETHUSD", "SOLUSD", "XRPUSD", "XDGUSD", "ETHXBT"];

#[derive(Template)]
#[template(path = "paper/show.html")]
struct Page {
    frame: Frame,
    tabs: Vec<Tab>,
    worth: String,
    balances: Vec<Balance>,
    orders: Vec<Line>,
    more_orders: bool,
    /// None for whoever may not see history.
    fills: Option<Vec<Fill>>,
    markets: Vec<Market>,
    /// As in *2 withdrawal addresses*, if any wait for a member.
    waiting: Option<String>,
    may_trade: bool,
}

/// Shows it.
pub(in super::super) async fn show(call: Call) -> Result<Shown, Failure> {
    call.query(&[], &[])?;
    let (exchange, account, now) = (exchange(&call)?, call.caller().account, call.now());
    let may = |operation: Operation| operation.allows(call.caller().role);
    let holdings = exchange.desk.holdings(account).await.map_err(failure)?;
    let orders = exchange.desk.open_orders(account, None, FEW + 1).await.map_err(failure)?;
    let fills = match may(Operation::PaperFillList) {
        true => Some(exchange.desk.fills(account, None, FEW).await.map_err(failure)?),
        false => None,
    };
    let book = exchange.desk.book(account).await.map_err(failure)?;
    let waiting = book.addresses.iter().filter(|(_, address)| !address.verified).count();
    let page = Page {
        frame: call.frame(Section::Paper, "Paper exchange"),
        tabs: tabs(&call, "/paper"),
        worth: money::worth(holdings.usd),
        balances: balances(&holdings),
        more_orders: orders.len() > FEW,
        orders: orders.iter().take(FEW).map(|seen| Line::of(seen, now)).collect(),
        fills: fills.map(|fills| fills.iter().map(|fill| Fill::of(fill, now)).collect()),
        markets: markets(exchange, now),
        waiting: match waiting {
            0 => None,
            1 => Some("1 withdrawal address".to_owned()),
            more => Some(format!("{} withdrawal addresses", number(more as u64))),
        },
        may_trade: may(Operation::PaperOrderPlace),
    };
    Ok(Shown::page(&page)?)
}

fn markets(exchange: &Exchange, now: Timestamp) -> Vec<Market> {
    let known = MARKETS.into_iter().filter_map(Pair::find);
    known.map(|pair| market(exchange, pair, now)).collect()
}
