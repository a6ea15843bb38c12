//! A channel is made.

use super::super::failure::{Failure, Fields};
use super::super::reply::Reply;
use super::super::shell::Call;
use super::super::texts::{LevelText, ServiceText};
use super::MadeJson;
use claviger::core::id::UserId;
use claviger::core::notices::{Audience, Level, Service};
use claviger::core::text::{Holder, Name};
use claviger::manage::channels::{self, NewChannel, NewRoute};
use serde::Deserialize;
use utoipa::ToSchema;

/// The channel asked for.
#[derive(Deserialize, ToSchema)]
#[schema(as = CreateChannel)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct CreateChannel {
    /// Its name, unique in the account.
    #[schema(max_length = 64, example = "ops")]
    name: String,
    /// What takes the notices.
    #[schema(value_type = ServiceText)]
    service: String,
    /// Where they go: a mail address; the URL of a web hook of one's own, of Slack or of Discord; a chat of Telegram by number
    /// or `@name`.
    #[schema(max_length = 500, example = "ops@example.com")]
    to: String,
    /// For Telegram: the token of the bot. It is kept sealed and not shown again.
    token: Option<String>,
    /// What is below this does not go there; `warning` unless told.
    #[schema(value_type = Option<LevelText>)]
    least: Option<String>,
    /// Only what is about keys of this holder goes there, as to a vendor who was given keys.
    #[schema(max_length = 128, example = "vendor X")]
    holder: Option<String>,
    /// Only what is about this person, and about the keys that belong to them, goes there.
    #[schema(example = "user_0123456789ab")]
    person: Option<String>,
}

/// Makes a channel. A mail address is sent a code, and takes nothing before that was given. The secret of a web hook of
/// one's own is in the answer and nowhere else, ever again.
#[utoipa::path(post, path = "/channels", tag = "notices", operation_id = "channel.create",
    request_body = CreateChannel,
    responses((status = 201, description = "The channel, with what is shown this once.", body = MadeJson)))]
pub(in super::super) async fn create(call: Call) -> Result<Reply, Failure> {
    let body: CreateChannel = call.json()?;
    let mut fields = Fields::default();
    let name = fields.take("name", Name::parse(&body.name));
    let services = "takes `mail`, `webhook`, `slack`, `discord` or `telegram`";
    let service = fields.take("service", Service::from_name(&body.service).ok_or(services));
    let route = service
        .and_then(|service| fields.take("to", NewRoute::parse(service, &body.to, body.token.as_deref())));
    let least = fields.take("least", level(body.least.as_deref()));
    let audience = audience(&mut fields, body.holder.as_deref(), body.person.as_deref());
    let parsed = || Some(NewChannel { name: name?, route: route?, least: least?, audience: audience? });
    let parsed = parsed();
    let new = fields.done(parsed)?;
    let caller = call.answering(MadeJson::created);
    let made = channels::create(&call.state.authority, &caller, new).await?;
    Ok(MadeJson::created(&made)?)
}

fn audience(fields: &mut Fields, holder: Option<&str>, person: Option<&str>) -> Option<Audience> {
    match (holder, person) {
        (Some(_), Some(_)) => {
            fields.take("person", Err::<Audience, _>("give a holder or a person, not both"))
        }
        (Some(holder), None) => fields.take("holder", Holder::parse(holder)).map(Audience::Holder),
        (None, Some(person)) => {
            let user =
                person.parse::<UserId>().map_err(|_| "takes the id of a person, as in user_0123456789ab");
            fields.take("person", user).map(Audience::Person)
        }
        (None, None) => Some(Audience::Account),
    }
}

pub(super) fn level(text: Option<&str>) -> Result<Level, &'static str> {
    let name = text.unwrap_or(Level::Warning.name());
    Level::from_name(name).ok_or("takes `info`, `warning` or `alarm`")
}
