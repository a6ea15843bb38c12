//! `ClosedOrders`: orders that ended, fifty a page, the latest first.

use super::View;
use super::order::OrderInfo;
use crate::envelope::success;
use crate::error::KrakenError;
use crate::methods::Answer;
use crate::parse::Params;
use crate::read;
use crate::shape::object;
use claviger_venue::{CloseTime, ClosedFilter};
use serde::Serialize;

#[derive(Serialize)]
struct Closed<T> {
    closed: T,
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<usize>,
}

pub(super) fn answer(params: &Params<'_>, view: &View<'_>) -> Answer {
    let trades = read::flag(params, "trades")?;
    let without_count = read::flag(params, "without_count")?;
    let opened = |id: &str| view.venue.order(view.account, id.parse().ok()?).map(|order| order.opened_at);
    let filter = ClosedFilter {
        window: view.asked(params, opened)?,
        close_time: close_time(params)?,
        userref: read::integer(params, "userref")?,
        cl_ord_id: params.one("cl_ord_id")?.map(str::to_owned),
        offset: read::integer(params, "ofs")?.unwrap_or(0),
    };
    let page = view.venue.closed_orders(view.account, &filter);
    let closed = object(page.items.into_iter().map(|order| (order.id, OrderInfo::of(view, order, trades))));
    success(&Closed { closed, count: (!without_count).then_some(page.total) })
}

fn close_time(params: &Params<'_>) -> Result<CloseTime, KrakenError> {
    match params.one("closetime")? {
        None | Some("both") => Ok(CloseTime::Both),
        Some("open") => Ok(CloseTime::Open),
        Some("close") => Ok(CloseTime::Close),
        Some(_) => Err(KrakenError::InvalidArgument("closetime")),
    }
}
