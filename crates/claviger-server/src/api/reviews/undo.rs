//! What a review narrowed is put back.

use super::super::failure::Failure;
use super::super::paper::Nothing;
use super::super::reply::Reply;
use super::super::shell::Call;
use super::json::ReviewedKeyJson;
use super::sign_off::reviewed_again;
use claviger::manage::{Thing, reviews};

/// Puts permissions and allowlist back as they were before the last review narrowed them: within its window, and only if the
/// key was not changed since.
#[utoipa::path(post, path = "/keys/{id}/undo", tag = "reviews", operation_id = "key.review-undo",
    params(("id" = String, Path, description = "The key's id.", example = "key_0123456789ab")),
    responses((status = 200, description = "The key as it is now.", body = ReviewedKeyJson)))]
pub(in super::super) async fn undo(call: Call) -> Result<Reply, Failure> {
    let id = call.id(Thing::Key)?;
    let Nothing {} = call.json()?;
    let caller = call.answering(reviewed_again);
    let signed = reviews::undo(&call.state.authority, &caller, id).await?;
    Ok(Reply::ok(&ReviewedKeyJson::of(&signed.key.record, &signed.review))?)
}
