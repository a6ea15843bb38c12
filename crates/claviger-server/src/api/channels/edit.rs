//! A channel is changed.

use super::super::failure::{Failure, Fields};
use super::super::reply::Reply;
use super::super::shell::Call;
use super::super::texts::LevelText;
use super::ChannelJson;
use super::create::level;
use claviger::core::text::Name;
use claviger::manage::Thing;
use claviger::manage::channels::{self, EditChannel as Edit};
use serde::Deserialize;
use utoipa::ToSchema;

/// What is to be different; what is left out stays. Where it goes cannot be changed: another place is another channel.
#[derive(Deserialize, ToSchema)]
#[schema(as = EditChannel)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct EditChannel {
    /// Another name.
    #[schema(max_length = 64)]
    name: Option<String>,
    /// In use or not. What waits while it is off goes out once it is on again, for a day.
    on: Option<bool>,
    /// What is below this does not go there.
    #[schema(value_type = Option<LevelText>)]
    least: Option<String>,
}

/// Changes the name of a channel, whether it is in use, and what goes there.
#[utoipa::path(patch, path = "/channels/{id}", tag = "notices", operation_id = "channel.edit",
    params(("id" = String, Path, description = "The channel's id.", example = "channel_0123456789ab")),
    request_body = EditChannel,
    responses((status = 200, description = "The channel as it is now.", body = ChannelJson)))]
pub(in super::super) async fn edit(call: Call) -> Result<Reply, Failure> {
    let body: EditChannel = call.json()?;
    let id = call.id(Thing::Channel)?;
    let mut fields = Fields::default();
    let name = fields.optional("name", body.name.as_deref(), Name::parse);
    let least = fields.optional("least", body.least.as_deref(), |text| level(Some(text)));
    let parsed = || Some(Edit { name: name?, on: body.on, least: least? });
    let parsed = parsed();
    let asked = fields.done(parsed)?;
    let caller = call.answering(ChannelJson::reply);
    let channel = channels::edit(&call.state.authority, &caller, id, asked).await?;
    Ok(ChannelJson::reply(&channel)?)
}
