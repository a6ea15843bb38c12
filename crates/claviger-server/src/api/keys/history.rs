//! Everything a key did, and everything done to it.

use super::super::failure::Failure;
use super::super::history::{HistoryPage, PARAMETERS, filter, page};
use super::super::reply::Reply;
use super::super::shell::Call;
use claviger::core::store::Which;
use claviger::manage::history::HistoryFilter;
use claviger::manage::{Operation, Thing};

/// Lists what the key did and what was done to it, newest first.
#[utoipa::path(get, path = "/keys/{id}/history", tag = "keys", operation_id = "key.history",
    params(
        ("id" = String, Path, description = "The key's id.", example = "key_0123456789ab"),
        ("which" = Option<String>, Query, description = "`calls` by the key, `acts` on it, or `all`; `all` unless told."),
        ("limit" = Option<u32>, Query, description = "Most items of the page, 1 to 200; 50 unless told.", minimum = 1, maximum = 200),
        ("cursor" = Option<String>, Query, description = "`next` of the page before."),
        ("action" = Option<String>, Query, description = "Only these actions, separated by commas."),
        ("outcome" = Option<String>, Query, description = "Only these outcomes, separated by commas."),
        ("reason" = Option<String>, Query, description = "Only these reasons, separated by commas."),
        ("source" = Option<String>, Query, description = "Only from this address or CIDR block."),
        ("from" = Option<String>, Query, description = "Only at or after this instant (RFC 3339)."),
        ("to" = Option<String>, Query, description = "Only before this instant (RFC 3339).")),
    responses((status = 200, description = "A page of entries.", body = HistoryPage)))]
pub(in super::super) async fn history(call: Call) -> Result<Reply, Failure> {
    let id = call.id(Thing::Key)?;
    let known: Vec<&str> = PARAMETERS.iter().copied().chain(["which"]).collect();
    let query = call.query(&known)?;
    let which = query.one("which", which, "`calls`, `acts` or `all`")?.unwrap_or_default();
    let filter = HistoryFilter { key: Some(id), ..filter(query, which)? };
    page(&call, Operation::KeyHistory, filter, query).await
}

fn which(text: &str) -> Option<Which> {
    match text {
        "calls" => Some(Which::Calls),
        "acts" => Some(Which::Acts),
        "all" => Some(Which::All),
        _ => None,
    }
}
