//! Acts on keys, tokens and settings, refused ones included.

use super::super::failure::Failure;
use super::super::history::HistoryPage;
use super::super::history::list::entries;
use super::super::reply::Reply;
use super::super::shell::Call;
use claviger::core::store::Which;
use claviger::manage::Operation;

/// Lists the acts on the account's keys, tokens and settings, newest first.
#[utoipa::path(get, path = "/audit", tag = "log", operation_id = "audit.list",
    params(
        ("key" = Option<String>, Query, description = "Only on the key with this id."),
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
    entries(&call, Operation::AuditList, Which::Acts).await
}
