//! The secret of a web hook is rotated.

use super::super::failure::Failure;
use super::super::paper::Nothing;
use super::super::reply::Reply;
use super::super::shell::Call;
use super::MadeJson;
use claviger::manage::{Thing, channels};

/// Makes a new secret for a web hook, shown once. For a day messages bear a signature by each of the two.
#[utoipa::path(post, path = "/channels/{id}/rotate-secret", tag = "notices", operation_id = "channel.rotate-secret",
    params(("id" = String, Path, description = "The channel's id.", example = "channel_0123456789ab")),
    responses((status = 200, description = "The channel, with its new secret.", body = MadeJson)))]
pub(in super::super) async fn rotate(call: Call) -> Result<Reply, Failure> {
    let Nothing {} = call.json()?;
    let id = call.id(Thing::Channel)?;
    let caller = call.answering(MadeJson::rotated);
    let made = channels::rotate(&call.state.authority, &caller, id).await?;
    Ok(MadeJson::rotated(&made)?)
}
