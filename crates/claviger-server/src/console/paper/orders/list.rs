//! `/paper/orders`: what is open, whoever placed it.

use super::super::super::answer::Shown;
use super::super::super::call::Call;
use super::super::super::failure::Failure;
use super::super::super::page::{Frame, Section, Trouble};
use super::super::tab::{Tab, tabs};
use super::super::{exchange, failure};
use super::line::Line;
use askama::Template;
use claviger::manage::Operation;
use claviger_venue::OrderId;

/// Orders of a page.
const PAGE: usize = 50;

#[derive(Template)]
#[template(path = "paper/orders.html")]
struct Page {
    frame: Frame,
    tabs: Vec<Tab>,
    orders: Vec<Line>,
    older: Option<String>,
    is_first: bool,
    may_trade: bool,
}

/// Shows a page of them, newest first.
pub(in super::super::super) async fn list(call: Call) -> Result<Shown, Failure> {
    let query = call.query(&["before"], &[])?;
    let before = query.given("before").map(str::parse::<OrderId>).transpose();
    let before = before.map_err(|_| Trouble::malformed("there is no such order".to_owned()))?;
    let (desk, account, now) = (&exchange(&call)?.desk, call.caller().account, call.now());
    let orders = desk.open_orders(account, before, PAGE + 1).await.map_err(failure)?;
    let last = orders.get(PAGE).and(orders.get(PAGE - 1));
    let page = Page {
        frame: call.frame(Section::Paper, "Open orders"),
        tabs: tabs(&call, "/paper/orders"),
        older: last.map(|seen| format!("/paper/orders?before={}", seen.order.id)),
        orders: orders.iter().take(PAGE).map(|seen| Line::of(seen, now)).collect(),
        is_first: before.is_none(),
        may_trade: Operation::PaperOrderPlace.allows(call.caller().role),
    };
    Ok(Shown::page(&page)?)
}
