//! Another code is sent.

use super::super::failure::Failure;
use super::super::paper::Nothing;
use super::super::reply::Reply;
use super::super::shell::Call;
use super::ChannelJson;
use claviger::manage::{Thing, channels};

/// Mails another code to an address that is not confirmed; the one before works no more.
#[utoipa::path(post, path = "/channels/{id}/code", tag = "notices", operation_id = "channel.code",
    params(("id" = String, Path, description = "The channel's id.", example = "channel_0123456789ab")),
    responses((status = 200, description = "The channel.", body = ChannelJson)))]
pub(in super::super) async fn code(call: Call) -> Result<Reply, Failure> {
    let Nothing {} = call.json()?;
    let id = call.id(Thing::Channel)?;
    let caller = call.answering(ChannelJson::reply);
    let (channel, _) = channels::send_code(&call.state.authority, &caller, id).await?;
    Ok(ChannelJson::reply(&channel)?)
}
