//! A channel as JSON.

use super::super::once::ShownOnce;
use super::super::reply::Reply;
use super::super::texts::{LevelText, ServiceText};
use crate::problem::Problem;
use claviger::core::notices::{Audience, Channel, Health};
use claviger::manage::channels::{ChannelView, MadeChannel};
use serde::Serialize;
use utoipa::ToSchema;

/// A channel. No secret is in it: of the URL of a chat there is the host.
#[derive(Serialize, ToSchema)]
#[schema(as = Channel)]
pub(in super::super) struct ChannelJson {
    /// Its id.
    #[schema(example = "channel_0123456789ab")]
    id: String,
    /// Its name.
    name: String,
    /// What takes the notices.
    #[schema(value_type = ServiceText)]
    service: &'static str,
    /// Where they go, as far as it may be shown.
    #[schema(example = "ops@example.com")]
    to: String,
    /// Whether it is in use.
    on: bool,
    /// What is below this does not go there.
    #[schema(value_type = LevelText)]
    least: &'static str,
    /// Whose keys it is for; null if it is not for a holder.
    holder: Option<String>,
    /// The person it is for; null if it is not for one.
    #[schema(example = "user_0123456789ab")]
    person: Option<String>,
    /// Whether its address is confirmed; what is no mailbox always is. Nothing is sent to one that is not.
    confirmed: bool,
    /// Until when the secret before signs along; null if there is none.
    #[schema(format = DateTime)]
    previous_secret_until: Option<String>,
    /// Since when every attempt has failed; null if the last one did not.
    #[schema(format = DateTime)]
    failing_since: Option<String>,
    /// Attempts that failed since then.
    failures: u32,
    /// Notices it had no room for, since it was made.
    dropped: u64,
    /// Rises with every change.
    revision: u64,
    /// When it was made.
    #[schema(format = DateTime)]
    created_at: String,
}

impl ChannelJson {
    pub(super) fn of(channel: &Channel, health: &Health) -> Self {
        let previous = channel.secrets.as_ref().and_then(|secrets| secrets.previous.as_ref());
        ChannelJson {
            id: channel.id.to_string(),
            name: channel.name.to_string(),
            service: channel.service.name(),
            to: channel.route.to_string(),
            on: channel.on,
            least: channel.least.name(),
            holder: match &channel.audience {
                Audience::Holder(holder) => Some(holder.to_string()),
                Audience::Account | Audience::Person(_) => None,
            },
            person: match channel.audience {
                Audience::Person(user) => Some(user.to_string()),
                Audience::Account | Audience::Holder(_) => None,
            },
            confirmed: channel.confirm.is_none(),
            previous_secret_until: previous.map(|(_, until)| until.to_string()),
            failing_since: health.failing_since.map(|at| at.to_string()),
            failures: health.failures,
            dropped: health.dropped,
            revision: channel.revision,
            created_at: channel.created_at.to_string(),
        }
    }

    pub(super) fn viewed(view: &ChannelView) -> Self {
        ChannelJson::of(&view.channel, &view.health)
    }

    /// The answer of a change. How the channel is doing is not known to it, and not its concern.
    pub(super) fn reply(channel: &Channel) -> Result<Reply, Problem> {
        Reply::ok(&ChannelJson::of(channel, &Health::FINE))
    }
}

/// A channel that was just made, or given a new secret.
#[derive(Serialize, ToSchema)]
#[schema(as = MadeChannel)]
pub(in super::super) struct MadeJson {
    #[serde(flatten)]
    channel: ChannelJson,
    /// The secret of a web hook, by which its receiver checks the signatures (Standard Webhooks); shown this once.
    #[schema(value_type = Option<String>, example = "whsec_…")]
    secret: Option<ShownOnce>,
    /// Why the mail with the code could not be handed in; null if it was, or none is needed.
    code_failed: Option<String>,
}

impl MadeJson {
    fn of(made: &MadeChannel) -> Self {
        MadeJson {
            channel: ChannelJson::of(&made.channel, &Health::FINE),
            secret: made.secret.as_ref().map(|secret| ShownOnce::new(secret.shown().to_string())),
            code_failed: made.code_failed.clone(),
        }
    }

    pub(super) fn created(made: &MadeChannel) -> Result<Reply, Problem> {
        let location = format!("{}/channels/{}", super::super::BASE, made.channel.id);
        Ok(Reply::created(&MadeJson::of(made), Some(location))?.showing_once(made.secret.is_some()))
    }

    pub(super) fn rotated(made: &MadeChannel) -> Result<Reply, Problem> {
        Ok(Reply::ok(&MadeJson::of(made))?.showing_once(true))
    }
}
