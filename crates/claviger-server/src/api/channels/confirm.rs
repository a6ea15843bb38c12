//! An address is confirmed.

use super::super::failure::Failure;
use super::super::reply::Reply;
use super::super::shell::Call;
use super::ChannelJson;
use claviger::manage::{Thing, channels};
use serde::Deserialize;
use utoipa::ToSchema;

/// The code.
#[derive(Deserialize, ToSchema)]
#[schema(as = ConfirmChannel)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct ConfirmChannel {
    /// The eight digits that were mailed to the address.
    #[schema(max_length = 20, example = "01234567")]
    code: String,
}

/// Confirms a mail address by the code that was sent to it. A wrong code leaves `confirmed` false; after five, or half an
/// hour, another one has to be sent.
#[utoipa::path(post, path = "/channels/{id}/confirm", tag = "notices", operation_id = "channel.confirm",
    params(("id" = String, Path, description = "The channel's id.", example = "channel_0123456789ab")),
    request_body = ConfirmChannel,
    responses((status = 200, description = "The channel as it is now.", body = ChannelJson)))]
pub(in super::super) async fn confirm(call: Call) -> Result<Reply, Failure> {
    let body: ConfirmChannel = call.json()?;
    let id = call.id(Thing::Channel)?;
    let caller = call.answering(ChannelJson::reply);
    let (channel, _) = channels::confirm(&call.state.authority, &caller, id, &body.code).await?;
    Ok(ChannelJson::reply(&channel)?)
}
