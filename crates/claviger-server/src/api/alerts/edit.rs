//! An alert is turned on or off.

use super::super::failure::Failure;
use super::super::reply::Reply;
use super::super::shell::Call;
use super::json::AlertJson;
use super::{AlertChange, SeenAlert, changed, find};
use claviger::core::action::Action;
use claviger_venue::Alert;
use serde::Deserialize;
use utoipa::ToSchema;

/// What is changed.
#[derive(Deserialize, ToSchema)]
#[schema(as = EditAlert)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct EditAlert {
    /// Whether it is on from now on.
    enabled: bool,
}

/// Turns a price alert on or off. One that is turned on begins anew, also one that has fired and was over.
#[utoipa::path(patch, path = "/alerts/{id}", tag = "alerts", operation_id = "alert.edit",
    params(("id" = String, Path, description = "The alert's id.", example = "AL7J4FF-BGM7G-V2JMIH")),
    request_body = EditAlert,
    responses((status = 200, description = "The alert as it is now.", body = AlertJson)))]
pub(in super::super) async fn edit(call: Call) -> Result<Reply, Failure> {
    let EditAlert { enabled } = call.json()?;
    let SeenAlert { alert, holds, .. } = find(&call).await?;
    let change = AlertChange::Enable(alert.id, enabled);
    let after = SeenAlert::begun(Alert { enabled, ..alert }, holds);
    changed(&call, Action::AlertEdit, change, &after).await
}
