//! One alert.

use super::super::failure::Failure;
use super::super::reply::Reply;
use super::super::shell::Call;
use super::json::AlertJson;
use super::{find, shown};

/// Shows a price alert, with how it stands.
#[utoipa::path(get, path = "/alerts/{id}", tag = "alerts", operation_id = "alert.show",
    params(("id" = String, Path, description = "The alert's id.", example = "AL7J4FF-BGM7G-V2JMIH")),
    responses((status = 200, description = "The alert.", body = AlertJson)))]
pub(in super::super) async fn show(call: Call) -> Result<Reply, Failure> {
    call.query(&[])?;
    Ok(shown(&AlertJson::of(&find(&call).await?))?)
}
