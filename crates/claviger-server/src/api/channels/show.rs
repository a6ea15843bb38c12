//! One channel.

use super::super::failure::Failure;
use super::super::reply::Reply;
use super::super::shell::Call;
use super::ChannelJson;
use claviger::manage::{Thing, channels};

/// Shows a channel, and how it is doing.
#[utoipa::path(get, path = "/channels/{id}", tag = "notices", operation_id = "channel.show",
    params(("id" = String, Path, description = "The channel's id.", example = "channel_0123456789ab")),
    responses((status = 200, description = "The channel.", body = ChannelJson)))]
pub(in super::super) async fn show(call: Call) -> Result<Reply, Failure> {
    call.query(&[])?;
    let view = channels::show(&call.state.authority, &call.caller, call.id(Thing::Channel)?).await?;
    Ok(Reply::ok(&ChannelJson::viewed(&view))?)
}
