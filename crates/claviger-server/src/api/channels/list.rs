//! The channels of the account.

use super::super::failure::Failure;
use super::super::reply::Reply;
use super::super::shell::Call;
use super::ChannelJson;
use claviger::manage::channels;
use serde::Serialize;
use utoipa::ToSchema;

/// All channels: there are few, their number is limited.
#[derive(Serialize, ToSchema)]
#[schema(as = ChannelPage)]
pub(in super::super) struct ChannelPage {
    /// The channels.
    items: Vec<ChannelJson>,
    /// Always null.
    next: Option<String>,
}

/// Lists the channels of the account in the order in which they were made, with how they are doing.
#[utoipa::path(get, path = "/channels", tag = "notices", operation_id = "channel.list",
    responses((status = 200, description = "The channels.", body = ChannelPage)))]
pub(in super::super) async fn list(call: Call) -> Result<Reply, Failure> {
    call.query(&[])?;
    let views = channels::list(&call.state.authority, &call.caller).await?;
    Ok(Reply::ok(&ChannelPage { items: views.iter().map(ChannelJson::viewed).collect(), next: None })?)
}
