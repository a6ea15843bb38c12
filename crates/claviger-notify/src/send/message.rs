//! What is sent for an event to a channel.

use crate::render::{self, Mail};
use crate::sign;
use claviger_core::notices::{Channel, Event, Service};
use claviger_core::time::Timestamp;
use zeroize::Zeroizing;

/// A message, ready to be carried.
pub enum Message {
    /// A mail.
    Mail {
        /// To whom.
        to: String,
        /// What its `Message-ID` is made of, so that a mail that is sent twice can be told.
        id: String,
        /// What is in it.
        mail: Mail,
    },
    /// Something posted to a URL.
    Post(Post),
}

/// Something posted to a URL. Has no `Debug`: the URL may be a secret.
pub struct Post {
    /// Where to.
    pub url: Zeroizing<String>,
    /// Headers, `Content-Type` among them.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: Vec<u8>,
}

/// The message. `secrets` are the channel's, opened: what a web hook is signed with, the one in force first, or the URL of
/// a chat. None if one is missing that is needed.
#[must_use]
pub fn message(
    channel: &Channel,
    secrets: &[&[u8]],
    event: &Event,
    now: Timestamp,
    link: Option<&str>,
) -> Option<Message> {
    let to = channel.route.as_str();
    if channel.service == Service::Mail {
        let id = format!("{}.{}", event.id, channel.id);
        return Some(Message::Mail { to: to.to_owned(), id, mail: render::mail(event, link) });
    }
    if channel.service == Service::Webhook {
        return Some(Message::Post(signed(to, secrets, event, now)));
    }
    let url = Zeroizing::new(String::from_utf8(secrets.first()?.to_vec()).ok()?);
    let body = match channel.service {
        Service::Slack => render::slack(event),
        Service::Discord => render::discord(event),
        _ => render::telegram(event, to),
    };
    Some(Message::Post(Post { url, headers: vec![("Content-Type", "application/json".to_owned())], body }))
}

/// Signed by Standard Webhooks; the id of the message is the event's, so that one sent twice is known for the same.
fn signed(url: &str, secrets: &[&[u8]], event: &Event, now: Timestamp) -> Post {
    let (id, body) = (event.id.to_string(), render::cloud_event(event));
    let signature = sign::header(secrets, &id, now.secs(), &body);
    let headers = vec![
        ("Content-Type", render::CONTENT_TYPE.to_owned()),
        ("webhook-id", id),
        ("webhook-timestamp", now.secs().to_string()),
        ("webhook-signature", signature),
    ];
    Post { url: Zeroizing::new(url.to_owned()), headers, body }
}
