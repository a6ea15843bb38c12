//! A key after its leak.

use super::super::failure::Failure;
use super::super::instant;
use super::super::reply::Reply;
use super::super::shell::Call;
use super::json::IncidentJson;
use crate::incident::Told;
use claviger::manage::{Thing, incidents};

/// Shows what a key did since it was last known to be in the right hands, and how far the answer to its leak has come. Nothing
/// is changed.
#[utoipa::path(get, path = "/keys/{id}/incident", tag = "incidents", operation_id = "incident.show",
    params(
        ("id" = String, Path, description = "The key's id.", example = "key_0123456789ab"),
        ("since" = Option<String>, Query, description = "The last good moment (RFC 3339); the last review unless told, else when the key came into being.")),
    responses((status = 200, description = "The key after its leak.", body = IncidentJson)))]
pub(in super::super) async fn show(call: Call) -> Result<Reply, Failure> {
    let id = call.id(Thing::Key)?;
    let query = call.query(&["since"])?;
    let since =
        query.one("since", |text| instant::parse(text).ok(), "an instant such as 2027-01-31T12:00:00Z")?;
    let incident = incidents::show(&call.state.authority, &call.caller, id, since).await?;
    let told = Told::of(Some(&*call.state.paper), incident).await?;
    Ok(Reply::ok(&IncidentJson::of(&told))?)
}
