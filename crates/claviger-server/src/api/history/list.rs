//! Calls of the account's keys.

use super::super::failure::Failure;
use super::super::reply::Reply;
use super::super::shell::Call;
use super::{HistoryPage, PARAMETERS, filter, page};
use claviger::core::store::Which;
use claviger::manage::Operation;
use claviger::manage::history::HistoryFilter;

/// Lists the calls of the account's keys and their outcomes, newest first.
#[utoipa::path(get, path = "/history", tag = "log", operation_id = "history.list",
    params(
        ("key" = Option<String>, Query, description = "Only of the key with this id."),
        ("limit" = Option<u32>, Query, description = "Most items of the page, 1 to 200; 50 unless told.", minimum = 1, maximum = 200),
        ("cursor" = Option<String>, Query, description = "`next` of the page before."),
        ("action" = Option<String>, Query, description = "Only these actions, separated by commas."),
        ("outcome" = Option<String>, Query, description = "Only these outcomes, separated by commas."),
        ("reason" = Option<String>, Query, description = "Only these reasons, separated by commas."),
        ("source" = Option<String>, Query, description = "Only from this address or CIDR block."),
        ("from" = Option<String>, Query, description = "Only at or after this instant (RFC 3339)."),
        ("to" = Option<String>, Query, description = "Only before this instant (RFC 3339).")),
    responses((status = 200, description = "A page of entries.", body = HistoryPage)))]
pub(in super::super) async fn list(call: Call) -> Result<Reply, Failure> {
    entries(&call, Operation::HistoryList, Which::Calls).await
}

/// A page of the account's entries of one sort.
pub(in super::super) async fn entries(
    call: &Call,
    operation: Operation,
    which: Which,
) -> Result<Reply, Failure> {
    let known: Vec<&str> = PARAMETERS.iter().copied().chain(["key"]).collect();
    let query = call.query(&known)?;
    let key = query.one("key", |text| text.parse().ok(), "the id of a key, such as key_0123456789ab")?;
    let filter = HistoryFilter { key, ..filter(query, which)? };
    page(call, operation, filter, query).await
}
