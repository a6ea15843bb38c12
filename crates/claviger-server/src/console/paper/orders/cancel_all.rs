//! All open orders are cancelled, after a look at how many they are.

use super::super::super::answer::Shown;
use super::super::super::call::Call;
use super::super::super::failure::Failure;
use super::super::super::page::{Frame, Notice, Section, counted};
use super::super::{exchange, failure};
use super::line::Line;
use crate::api::paper::Cancel;
use crate::api::paper::changes::of_cancel_all;
use askama::Template;

/// Orders that are shown and counted.
const SHOWN: usize = 200;

#[derive(Template)]
#[template(path = "paper/cancel_all.html")]
struct Page {
    frame: Frame,
    orders: Vec<Line>,
    /// As in *3 open orders*.
    count: String,
}

/// The page that asks.
pub(in super::super::super) async fn form(call: Call) -> Result<Shown, Failure> {
    call.query(&[], &[])?;
    let (desk, account, now) = (&exchange(&call)?.desk, call.caller().account, call.now());
    let orders = desk.open_orders(account, None, SHOWN + 1).await.map_err(failure)?;
    if orders.is_empty() {
        return Ok(Shown::go("/paper/orders"));
    }
    let more = if orders.len() > SHOWN { "more than " } else { "" };
    let page = Page {
        frame: call.frame(Section::Paper, "Cancel all orders"),
        count: format!("{more}{}", counted(orders.len().min(SHOWN) as u64, "open order")),
        orders: orders.iter().take(SHOWN).map(|seen| Line::of(seen, now)).collect(),
    };
    Ok(Shown::page(&page)?)
}

/// Cancels them; there may be none left.
pub(in super::super::super) async fn cancel_all(call: Call) -> Result<Shown, Failure> {
    call.form(&[], &[])?;
    let desk = &exchange(&call)?.desk;
    let mutation = of_cancel_all(call.caller().clone(), |_| ());
    desk.cancel(call.caller().account, Cancel::All, mutation).await.map_err(failure)?;
    Ok(Shown::go("/paper/orders").saying(Notice::OrdersCancelled, call.state.secure))
}
