//! Why calls are refused or fail: every code with its words.

use super::super::failure::Failure;
use super::super::reply::Reply;
use super::super::shell::Call;
use super::super::texts::ReasonText;
use claviger::core::reason::Reason;
use serde::Serialize;
use utoipa::ToSchema;

/// The reasons.
#[derive(Serialize, ToSchema)]
#[schema(as = ReasonList)]
pub(in super::super) struct ReasonList {
    /// All of them.
    items: Vec<ReasonJson>,
    /// Always null: there is one page.
    next: Option<String>,
}

/// A reason.
#[derive(Serialize, ToSchema)]
#[schema(as = Reason)]
pub(in super::super) struct ReasonJson {
    /// Its stable code.
    #[schema(value_type = ReasonText)]
    code: &'static str,
    /// What happened, with the next step where there is one.
    words: &'static str,
}

/// Lists why calls are refused or fail.
#[utoipa::path(get, path = "/reasons", tag = "reference", operation_id = "reason.list",
    responses((status = 200, description = "All reasons.", body = ReasonList)))]
pub(in super::super) async fn list(call: Call) -> Result<Reply, Failure> {
    call.query(&[])?;
    let items = Reason::ALL.iter().map(|reason| ReasonJson { code: reason.code(), words: reason.words() });
    Ok(Reply::ok(&ReasonList { items: items.collect(), next: None })?)
}
