//! A channel is made.

use super::super::{Caller, ManageError, Operation, Thing, entry, guarded};
use super::HookSecret;
use super::confirm::{Code, deliver};
use super::secret::sealed;
use crate::authority::Authority;
use crate::notices::CHANNELS_PER_ACCOUNT;
use crate::secrets::OsEntropy;
use claviger_core::action::Action;
use claviger_core::entry::Target;
use claviger_core::id::ChannelId;
use claviger_core::notices::{Audience, Channel, HookSecrets, Level, Route, RouteError, Service};
use claviger_core::store::{Change, RecordKind, RecordLimit, RecordScope, RecordWrite};
use claviger_core::text::Name;
use zeroize::Zeroizing;

/// Where Telegram takes messages of bots.
const TELEGRAM: &str = "https://api.telegram.org/bot";

/// Where a new channel goes, with what is secret of it.
pub enum NewRoute {
    /// To a mailbox.
    Mail(Route),
    /// To a web hook of one's own.
    Webhook(Route),
    /// To a chat: what may be shown, and the URL, which is a secret.
    Chat {
        /// Which.
        service: Service,
        /// What may be shown.
        route: Route,
        /// The URL messages are posted to.
        url: Zeroizing<String>,
    },
}

impl NewRoute {
    /// From what was typed: an address, a URL, or the token of a bot with its chat.
    ///
    /// # Errors
    /// [`RouteError`].
    pub fn parse(service: Service, to: &str, token: Option<&str>) -> Result<Self, RouteError> {
        Ok(match service {
            Service::Mail => NewRoute::Mail(Route::mail(to)?),
            Service::Webhook => NewRoute::Webhook(Route::url(to)?),
            Service::Slack | Service::Discord => {
                let url = Zeroizing::new(to.trim().to_owned());
                NewRoute::Chat { service, route: Route::host(to)?, url }
            }
            Service::Telegram => {
                let token = token.unwrap_or_default().trim();
                let fine = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'_' | b'-');
                if token.is_empty() || token.len() > 100 || !token.bytes().all(fine) {
                    return Err(RouteError::NoToken);
                }
                let url = Zeroizing::new(format!("{TELEGRAM}{token}/sendMessage"));
                NewRoute::Chat { service, route: Route::chat(to)?, url }
            }
        })
    }
}

/// What a channel is to be.
pub struct NewChannel {
    /// Its name.
    pub name: Name,
    /// Where it goes.
    pub route: NewRoute,
    /// What is below this does not go there.
    pub least: Level,
    /// Whom it is for.
    pub audience: Audience,
}

/// A channel that was just made. Has no `Debug`.
pub struct MadeChannel {
    /// What is on record.
    pub channel: Channel,
    /// The secret of a web hook, to be shown once.
    pub secret: Option<HookSecret>,
    /// What became of the mail with the code, if one is needed: none if it was handed in, else why it was not.
    pub code_failed: Option<String>,
}

/// Makes a channel. An address is sent a code, and takes nothing before that is given ([`super::confirm`]).
///
/// # Errors
/// [`ManageError`]; [`ManageError::NoMailer`] for a mailbox if no mail can be sent.
pub async fn create(
    authority: &Authority,
    caller: &Caller,
    new: NewChannel,
) -> Result<MadeChannel, ManageError> {
    let work = async {
        let (mut made, code) = made(authority, caller, new)?;
        let channel = &made.channel;
        let limit = Some(RecordLimit { scope: RecordScope::Account, most: CHANNELS_PER_ACCOUNT });
        let target = Target::Record(RecordKind::Channel, channel.id.as_u64());
        let words = format!(
            "{} channel \"{}\" to {}; least: {}; for: {}",
            channel.service, channel.name, channel.route, channel.least, channel.audience
        );
        let act = entry::act(caller, Action::ChannelCreate, target, channel.revision, &words);
        let change = Change::Records(vec![RecordWrite::Create { record: channel.record()?, limit }]);
        let written = authority.commit_change(caller.mutation(change, act, &made)).await;
        written.map_err(|error| ManageError::from_change(error, Thing::Channel))?;
        if let Some(code) = code {
            made.code_failed = deliver(authority, &made.channel, &code).await;
        }
        Ok(made)
    };
    guarded(authority, caller, Operation::ChannelCreate, Target::Account, work).await
}

fn made(
    authority: &Authority,
    caller: &Caller,
    new: NewChannel,
) -> Result<(MadeChannel, Option<Code>), ManageError> {
    let NewChannel { name, route, least, audience } = new;
    let now = authority.now();
    let (service, shown) = match &route {
        NewRoute::Mail(route) => (Service::Mail, route.clone()),
        NewRoute::Webhook(route) => (Service::Webhook, route.clone()),
        NewRoute::Chat { service, route, .. } => (*service, route.clone()),
    };
    let id = ChannelId::random(&mut OsEntropy)?;
    let channel = Channel {
        id,
        account: caller.account,
        name,
        service,
        route: shown,
        secrets: None,
        on: true,
        least,
        audience,
        confirm: None,
        revision: 1,
        created_at: now,
    };
    let (mut secret, mut code, mut channel) = (None, None, channel);
    match route {
        NewRoute::Mail(_) => {
            if !authority.outbox.carrier().is_some_and(|carrier| carrier.sends_mail()) {
                return Err(ManageError::NoMailer);
            }
            let (new, confirm) = Code::random(id, now)?;
            channel.confirm = Some(confirm);
            code = Some(new);
        }
        NewRoute::Webhook(_) => {
            let new = HookSecret::random()?;
            channel.secrets = Some(HookSecrets { current: new.sealed(authority, &channel)?, previous: None });
            secret = Some(new);
        }
        NewRoute::Chat { url, .. } => {
            let current = sealed(authority, &channel, url.as_bytes())?;
            channel.secrets = Some(HookSecrets { current, previous: None });
        }
    }
    Ok((MadeChannel { channel, secret, code_failed: None }, code))
}
