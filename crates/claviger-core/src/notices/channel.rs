//! A way to tell somebody of what happened.

use super::audience::Audience;
use super::kind::Level;
use crate::id::{AccountId, ChannelId, UserId};
use crate::people::body::Bytes;
use crate::people::{RecordError, body};
use crate::store::{Record, RecordKind, SealedBytes};
use crate::text::{Holder, Name};
use crate::time::Timestamp;
use crate::token::TokenDigest;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Most bytes of an address or a URL.
const MAX_ROUTE_BYTES: usize = 500;
/// Most characters of the name of a chat.
const MAX_CHAT_BYTES: usize = 64;

/// What takes the notices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Service {
    /// A mailbox.
    Mail,
    /// A web hook of one's own: signed JSON.
    Webhook,
    /// An incoming web hook of Slack.
    Slack,
    /// A web hook of a channel of Discord.
    Discord,
    /// A bot of Telegram.
    Telegram,
}

impl Service {
    /// All services.
    pub const ALL: [Service; 5] =
        [Service::Mail, Service::Webhook, Service::Slack, Service::Discord, Service::Telegram];

    /// The stable machine-readable text.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Service::Mail => "mail",
            Service::Webhook => "webhook",
            Service::Slack => "slack",
            Service::Discord => "discord",
            Service::Telegram => "telegram",
        }
    }

    /// From the stable text.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Service::ALL.into_iter().find(|known| known.name() == name)
    }
}

impl fmt::Display for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Why an address or URL was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RouteError {
    /// Not an address.
    #[error("must be one mail address, as in `ops@example.com`")]
    NoAddress,
    /// Not a URL.
    #[error("must be a URL that begins with `https://` (or `http://`), without a user name or a fragment")]
    NoUrl,
    /// Not the name of a chat.
    #[error("must be the number of a chat, or `@` and the name of a channel")]
    NoChat,
    /// Not the token of a bot.
    #[error("must be the token of a bot, as in `123456:ABC-DEF`")]
    NoToken,
    /// Too long.
    #[error("must have at most 500 bytes")]
    TooLong,
}

/// Where notices of a channel go, as it may be shown: a URL of a chat's web hook is a secret, so only its host is here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route(Box<str>);

impl Route {
    /// A mail address: one, without a name, of printable ASCII. What a mail server makes of it shows when it is tried.
    ///
    /// # Errors
    /// [`RouteError`].
    pub fn mail(raw: &str) -> Result<Self, RouteError> {
        let text = raw.trim();
        let (local, domain) = text.rsplit_once('@').ok_or(RouteError::NoAddress)?;
        let fine = |c: char| {
            c.is_ascii_graphic()
                && !matches!(c, '<' | '>' | '(' | ')' | ',' | ';' | ':' | '"' | '\\' | '[' | ']')
        };
        let of_domain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
        let whole = !local.is_empty()
            && local.len() <= 64
            && local.chars().all(|c| fine(c) && c != '@')
            && !local.starts_with('.')
            && !local.ends_with('.')
            && !local.contains("..")
            && !domain.is_empty()
            && domain.len() <= 253
            && domain.chars().all(of_domain)
            && domain
                .split('.')
                .all(|label| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-'));
        if whole { Ok(Route(text.into())) } else { Err(RouteError::NoAddress) }
    }

    /// A URL that may be shown.
    ///
    /// # Errors
    /// [`RouteError`].
    pub fn url(raw: &str) -> Result<Self, RouteError> {
        host_of(raw)?;
        Ok(Route(raw.trim().into()))
    }

    /// The host of a URL that is a secret.
    ///
    /// # Errors
    /// [`RouteError`].
    pub fn host(raw: &str) -> Result<Self, RouteError> {
        Ok(Route(host_of(raw)?.into()))
    }

    /// A chat.
    ///
    /// # Errors
    /// [`RouteError`].
    pub fn chat(raw: &str) -> Result<Self, RouteError> {
        let text = raw.trim();
        let digits = text.strip_prefix('-').unwrap_or(text);
        let number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        let name = text.strip_prefix('@').is_some_and(|name| {
            !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        });
        if (number || name) && text.len() <= MAX_CHAT_BYTES {
            Ok(Route(text.into()))
        } else {
            Err(RouteError::NoChat)
        }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The host of a URL, with its port.
fn host_of(raw: &str) -> Result<&str, RouteError> {
    let text = raw.trim();
    if text.len() > MAX_ROUTE_BYTES {
        return Err(RouteError::TooLong);
    }
    let rest =
        text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).ok_or(RouteError::NoUrl)?;
    let host = rest.split(['/', '?']).next().unwrap_or_default();
    let whole = text
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'#' | b'\\' | b'"' | b'<' | b'>'))
        && !host.is_empty()
        && !host.contains('@')
        && !host.starts_with(':');
    if whole { Ok(host) } else { Err(RouteError::NoUrl) }
}

/// The code that was mailed to an address, of which the digest is kept.
#[derive(Debug, Clone)]
pub struct Confirm {
    /// SHA-256 of channel and code.
    pub digest: TokenDigest,
    /// Wrong codes that were given.
    pub wrong: u32,
    /// When it stops working.
    pub expires_at: Timestamp,
}

/// The sealed secrets of a channel: of a web hook what its messages are signed with, of a chat its URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HookSecrets {
    /// The one in force.
    pub current: SealedBytes,
    /// The one before, which signs along until then.
    pub previous: Option<(SealedBytes, Timestamp)>,
}

/// A channel on record.
#[derive(Debug, Clone)]
pub struct Channel {
    /// The id.
    pub id: ChannelId,
    /// The account.
    pub account: AccountId,
    /// Its name, unique in the account.
    pub name: Name,
    /// What takes the notices.
    pub service: Service,
    /// Where they go, as it may be shown.
    pub route: Route,
    /// What is sealed of it; none for a mailbox.
    pub secrets: Option<HookSecrets>,
    /// Whether it is in use.
    pub on: bool,
    /// What is below this does not go there.
    pub least: Level,
    /// Whom it is for.
    pub audience: Audience,
    /// The code that has to be given before anything is sent; none once it was, and for what is no mailbox.
    pub confirm: Option<Confirm>,
    /// Rises with every change, from 1.
    pub revision: u64,
    /// When it was made.
    pub created_at: Timestamp,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    name: String,
    service: Service,
    route: String,
    current: Option<Bytes>,
    previous: Option<(Bytes, Timestamp)>,
    on: bool,
    least: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    holder: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    person: Option<u64>,
    confirm: Option<BodyConfirm>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct BodyConfirm {
    digest: Bytes,
    wrong: u32,
    expires_at: Timestamp,
}

impl Channel {
    /// Whether notices are sent there.
    #[must_use]
    pub const fn takes(&self) -> bool {
        self.on && self.confirm.is_none()
    }

    /// What the channel of an account with this name is found by.
    #[must_use]
    pub fn handle(account: AccountId, name: &Name) -> Box<[u8]> {
        use sha2::{Digest as _, Sha256};
        let digest = Sha256::new().chain_update(account.as_u64().to_be_bytes()).chain_update(name.folded());
        digest.finalize().as_slice().into()
    }

    /// The record it is kept as.
    ///
    /// # Errors
    /// [`RecordError`] if it cannot be written down.
    pub fn record(&self) -> Result<Record, RecordError> {
        let (kind, id) = (RecordKind::Channel, self.id.as_u64());
        let secrets = self.secrets.as_ref();
        let confirm = self.confirm.as_ref();
        let body = Body {
            name: self.name.to_string(),
            service: self.service,
            route: self.route.to_string(),
            current: secrets.map(|secrets| Bytes(secrets.current.0.clone())),
            previous: secrets
                .and_then(|secrets| secrets.previous.as_ref())
                .map(|(sealed, until)| (Bytes(sealed.0.clone()), *until)),
            on: self.on,
            least: self.least.name().to_owned(),
            holder: match &self.audience {
                Audience::Holder(holder) => Some(holder.to_string()),
                Audience::Account | Audience::Person(_) => None,
            },
            person: match self.audience {
                Audience::Person(user) => Some(user.as_u64()),
                Audience::Account | Audience::Holder(_) => None,
            },
            confirm: confirm.map(|confirm| BodyConfirm {
                digest: Bytes(confirm.digest.0.into()),
                wrong: confirm.wrong,
                expires_at: confirm.expires_at,
            }),
        };
        Ok(Record {
            kind,
            id,
            account: Some(self.account),
            owner: 0,
            handle: Some(Channel::handle(self.account, &self.name)),
            revision: self.revision,
            created_at: self.created_at,
            expires_at: None,
            body: body::write(kind, id, body)?,
        })
    }
}

impl TryFrom<&Record> for Channel {
    type Error = RecordError;

    fn try_from(record: &Record) -> Result<Self, RecordError> {
        let body: Body = body::read(record, RecordKind::Channel)?;
        let sealed = |bytes: Bytes| SealedBytes(bytes.0);
        let previous = body.previous.map(|(bytes, until)| (sealed(bytes), until));
        let secrets = body.current.map(|bytes| HookSecrets { current: sealed(bytes), previous });
        let confirm = body.confirm.map(|confirm| confirmed(record, confirm)).transpose()?;
        let audience = match (&body.holder, body.person) {
            (Some(holder), _) => Audience::Holder(body::parsed(record, holder, Holder::parse)?),
            (None, Some(user)) => Audience::Person(UserId::from_u64(user)),
            (None, None) => Audience::Account,
        };
        Ok(Channel {
            id: ChannelId::from_u64(record.id),
            account: body::wanted(record, record.account, "account")?,
            name: body::parsed(record, &body.name, Name::parse)?,
            service: body.service,
            route: Route(body.route.into()),
            secrets,
            on: body.on,
            least: body::wanted(record, Level::from_name(&body.least), "known level")?,
            audience,
            confirm,
            revision: record.revision,
            created_at: record.created_at,
        })
    }
}

fn confirmed(record: &Record, confirm: BodyConfirm) -> Result<Confirm, RecordError> {
    let digest = (*confirm.digest.0).try_into().ok();
    let digest = TokenDigest(body::wanted(record, digest, "digest of its code")?);
    Ok(Confirm { digest, wrong: confirm.wrong, expires_at: confirm.expires_at })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_what_is_none() {
        for good in ["ops@example.com", " a.b+c@mail.example ", "x@localhost"] {
            assert!(Route::mail(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "ops",
            "@example.com",
            "ops@",
            "a b@example.com",
            "a@b@example.com",
            "a\r\nBcc: x@y.z",
            "ops@-example.com",
            ".a@example.com",
            "a..b@example.com",
            "Ops <ops@example.com>",
            "a,b@example.com",
        ] {
            assert_eq!(Route::mail(bad), Err(RouteError::NoAddress), "{bad}");
        }
    }

    #[test]
    fn urls_are_told_from_what_is_none() {
        for good in ["https://example.com", "http://10.0.0.1:8080/x?y=z", "https://[::1]:1/"] {
            assert!(Route::url(good).is_ok(), "{good}");
        }
        for bad in [
            "ftp://example.com",
            "https://",
            "https://user@example.com/",
            "https://a b/",
            "https:///x",
            "https://a/#b",
        ] {
            assert_eq!(Route::url(bad), Err(RouteError::NoUrl), "{bad}");
        }
        let secret = Route::host("https://hooks.example.com/T0/B0/xyz");
        assert_eq!(secret.unwrap().as_str(), "hooks.example.com");
    }
}
