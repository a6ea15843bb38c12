//! What alerts fired.

use super::super::cursor::{List, after_id, read_after_id};
use super::super::failure::Failure;
use super::super::reply::Reply;
use super::super::shell::Call;
use super::json::FiringJson;
use super::{FiredFilter, failure};
use serde::Serialize;
use utoipa::ToSchema;

/// A page of firings, newest first.
#[derive(Serialize, ToSchema)]
#[schema(as = FiringPage)]
pub(in super::super) struct FiringPage {
    /// The firings.
    items: Vec<FiringJson>,
    /// The cursor of the next page; null at the end.
    next: Option<String>,
}

/// Lists what the account's price alerts fired, newest first, also of alerts that are gone. The latest 500 are kept here; all
/// of them are in the audit log.
#[utoipa::path(get, path = "/alerts/fired", tag = "alerts", operation_id = "alert.fired",
    params(
        ("alert" = Option<String>, Query, description = "Only of the alert with this id."),
        ("limit" = Option<u32>, Query, description = "Most items of the page, 1 to 200; 50 unless told.", minimum = 1, maximum = 200),
        ("cursor" = Option<String>, Query, description = "`next` of the page before.")),
    responses((status = 200, description = "A page of firings.", body = FiringPage)))]
pub(in super::super) async fn fired(call: Call) -> Result<Reply, Failure> {
    let query = call.query(&["alert", "limit", "cursor"])?;
    let id = |text: &str| text.parse().ok();
    let alert = query.one("alert", id, "the id of an alert, such as AL7J4FF-BGM7G-V2JMIH")?;
    let (limit, before) = (query.limit()?, query.cursor(|text| read_after_id(List::Fired, text))?);
    let filter = FiredFilter { alert, before, limit: limit + 1 };
    let all = call.state.alerts.fired(call.caller.account, filter).await.map_err(failure)?;
    let last = all.get(limit).and(all.get(limit - 1));
    let next = last.map(|firing| after_id(List::Fired, &firing.id));
    let items = all.iter().take(limit).map(FiringJson::of).collect();
    Ok(Reply::ok(&FiringPage { items, next })?)
}
