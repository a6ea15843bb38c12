//! What a key was used for.

use super::super::failure::Failure;
use super::super::reply::Reply;
use super::super::shell::Call;
use super::days;
use super::json::KeyReviewJson;
use claviger::manage::{Thing, reviews};

/// Shows what a key was used for, and the smallest set of permissions and addresses that would have been enough.
#[utoipa::path(get, path = "/keys/{id}/review", tag = "reviews", operation_id = "key.review-show",
    params(
        ("id" = String, Path, description = "The key's id.", example = "key_0123456789ab"),
        ("days" = Option<u32>, Query, description = "Days to look back, 1 to 3660; 90 unless told.", minimum = 1, maximum = 3660)),
    responses((status = 200, description = "The key, as a review sees it.", body = KeyReviewJson)))]
pub(in super::super) async fn show(call: Call) -> Result<Reply, Failure> {
    let id = call.id(Thing::Key)?;
    let days = days(call.query(&["days"])?)?;
    let seen = reviews::show(&call.state.authority, &call.caller, id, days).await?;
    Ok(Reply::ok(&KeyReviewJson::of(&seen))?)
}
