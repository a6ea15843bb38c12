//! An alert is removed.

use super::super::failure::Failure;
use super::super::paper::Nothing;
use super::super::reply::Reply;
use super::super::shell::Call;
use super::json::AlertJson;
use super::{AlertChange, changed, find};
use claviger::core::action::Action;

/// Removes a price alert. What it fired stays on record.
#[utoipa::path(delete, path = "/alerts/{id}", tag = "alerts", operation_id = "alert.remove",
    params(("id" = String, Path, description = "The alert's id.", example = "AL7J4FF-BGM7G-V2JMIH")),
    responses((status = 200, description = "The alert as it was.", body = AlertJson)))]
pub(in super::super) async fn remove(call: Call) -> Result<Reply, Failure> {
    let Nothing {} = call.json()?;
    let seen = find(&call).await?;
    changed(&call, Action::AlertRemove, AlertChange::Remove(seen.alert.id), &seen).await
}
