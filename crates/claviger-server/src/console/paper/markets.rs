//! `/paper/markets`: every market with its change in 24 hours.

use super::super::answer::Shown;
use super::super::call::Call;
use super::super::failure::Failure;
use super::super::page::{Frame, Section};
use super::exchange;
use super::tab::{Tab, tabs};
use super::ticker::{Market, market};
use askama::Template;
use claviger::manage::Operation;
use claviger_venue::Pair;

#[derive(Template)]
#[template(path = "paper/markets.html")]
struct Page {
    frame: Frame,
    tabs: Vec<Tab>,
    markets: Vec<Market>,
    may_trade: bool,
}

/// Shows them.
pub(in super::super) async fn list(call: Call) -> Result<Shown, Failure> {
    call.query(&[], &[])?;
    let exchange = exchange(&call)?;
    let page = Page {
        frame: call.frame(Section::Paper, "Markets"),
        tabs: tabs(&call, "/paper/markets"),
        markets: Pair::all().map(|pair| market(exchange, pair, call.now())).collect(),
        may_trade: Operation::PaperOrderPlace.allows(call.caller().role),
    };
    Ok(Shown::page(&page)?)
}
