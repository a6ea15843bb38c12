//! A channel is removed.

use super::super::failure::Failure;
use super::super::paper::Nothing;
use super::super::reply::Reply;
use super::super::shell::Call;
use super::ChannelJson;
use claviger::manage::{Thing, channels};

/// Removes a channel, with its deliveries: what waits is not sent.
#[utoipa::path(delete, path = "/channels/{id}", tag = "notices", operation_id = "channel.remove",
    params(("id" = String, Path, description = "The channel's id.", example = "channel_0123456789ab")),
    responses((status = 200, description = "The channel as it was.", body = ChannelJson)))]
pub(in super::super) async fn remove(call: Call) -> Result<Reply, Failure> {
    let Nothing {} = call.json()?;
    let id = call.id(Thing::Channel)?;
    let caller = call.answering(ChannelJson::reply);
    let channel = channels::remove(&call.state.authority, &caller, id).await?;
    Ok(ChannelJson::reply(&channel)?)
}
