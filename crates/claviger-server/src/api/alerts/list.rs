//! The account's alerts.

use super::super::cursor::{List, after_id, read_after_id};
use super::super::failure::Failure;
use super::super::reply::Reply;
use super::super::shell::Call;
use super::failure;
use super::json::AlertJson;
use serde::Serialize;
use utoipa::ToSchema;

/// A page of alerts.
#[derive(Serialize, ToSchema)]
#[schema(as = AlertPage)]
pub(in super::super) struct AlertPage {
    /// The alerts.
    items: Vec<AlertJson>,
    /// The cursor of the next page; null at the end.
    next: Option<String>,
}

/// Lists the account's price alerts in the order in which they were made, those that are over included.
#[utoipa::path(get, path = "/alerts", tag = "alerts", operation_id = "alert.list",
    params(
        ("limit" = Option<u32>, Query, description = "Most items of the page, 1 to 200; 50 unless told.", minimum = 1, maximum = 200),
        ("cursor" = Option<String>, Query, description = "`next` of the page before.")),
    responses((status = 200, description = "A page of alerts.", body = AlertPage)))]
pub(in super::super) async fn list(call: Call) -> Result<Reply, Failure> {
    let query = call.query(&["limit", "cursor"])?;
    let (limit, after) = (query.limit()?, query.cursor(|text| read_after_id(List::Alerts, text))?);
    let all = call.state.alerts.alerts(call.caller.account, after, limit + 1).await.map_err(failure)?;
    let last = all.get(limit).and(all.get(limit - 1));
    let next = last.map(|seen| after_id(List::Alerts, &seen.alert.id));
    let items = all.iter().take(limit).map(AlertJson::of).collect();
    Ok(Reply::ok(&AlertPage { items, next })?)
}
