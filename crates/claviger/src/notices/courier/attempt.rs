//! One attempt: what is to be sent is read, opened, written down and carried.

use super::super::NoticeError;
use crate::authority::Authority;
use crate::manage::people::parsed;
use claviger_core::id::{ChannelId, DeliveryId};
use claviger_core::notices::{Channel, Delivery, Fate};
use claviger_core::store::{RecordKind, Store, StoreError};
use claviger_core::time::Timestamp;
use claviger_notify::send::{Answer, Carrier, Message, PATIENCE, message};
use claviger_seal::{Binding, PlainBytes, Purpose, SealError, Sealed};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::oneshot;

/// A carrier that has not ended after this is not waited for; what it does ends by itself.
const LATE: Duration = Duration::from_secs(PATIENCE.as_secs() + 5);

type Came = Result<Option<(Channel, Delivery, Answer)>, NoticeError>;

/// What came of an attempt; none if there was nothing to be sent any more.
pub(in super::super) struct Attempted {
    pub(super) channel: ChannelId,
    pub(super) delivery: DeliveryId,
    pub(super) failing: bool,
    pub(super) at: Timestamp,
    pub(super) took_ms: u32,
    pub(super) came: Came,
}

pub(super) async fn attempt(
    authority: Arc<Authority>,
    carrier: Arc<dyn Carrier>,
    link: Option<Arc<str>>,
    channel: ChannelId,
    delivery: DeliveryId,
    failing: bool,
) -> Attempted {
    let (at, started) = (authority.now(), Instant::now());
    let came = carried(&authority, carrier, link.as_deref(), channel, delivery, at).await;
    let took_ms = u32::try_from(started.elapsed().as_millis()).unwrap_or(u32::MAX);
    Attempted { channel, delivery, failing, at, took_ms, came }
}

async fn carried(
    authority: &Authority,
    carrier: Arc<dyn Carrier>,
    link: Option<&str>,
    channel: ChannelId,
    delivery: DeliveryId,
    at: Timestamp,
) -> Came {
    let Some((channel, delivery)) = authority.read(move |store| look(store, channel, delivery)).await? else {
        return Ok(None);
    };
    let answer = match ready(authority, &channel, &delivery, at, link) {
        Ok(Some(message)) => carry(carrier, message).await,
        Ok(None) => Answer::gone("the secret of the channel is missing; make the channel anew"),
        Err(error) => {
            tracing::error!(%error, channel = %channel.id, "the secret of a channel could not be opened");
            Answer::gone("the secret of the channel could not be opened; rotate it")
        }
    };
    Ok(Some((channel, delivery, answer)))
}

fn look(
    store: &dyn Store,
    channel: ChannelId,
    delivery: DeliveryId,
) -> Result<Option<(Channel, Delivery)>, StoreError> {
    let channel = store.record(RecordKind::Channel, channel.as_u64())?;
    let delivery = store.record(RecordKind::Delivery, delivery.as_u64())?;
    let (Some(channel), Some(delivery)) = (channel, delivery) else { return Ok(None) };
    let (channel, delivery): (Channel, Delivery) = (parsed(&channel)?, parsed(&delivery)?);
    let wanted = channel.takes() && delivery.fate == Fate::Waiting && delivery.channel == channel.id;
    Ok(wanted.then_some((channel, delivery)))
}

/// The message, signed now.
fn ready(
    authority: &Authority,
    channel: &Channel,
    delivery: &Delivery,
    now: Timestamp,
    link: Option<&str>,
) -> Result<Option<Message>, SealError> {
    let mut sealed = Vec::new();
    if let Some(secrets) = &channel.secrets {
        sealed.push(&secrets.current);
        sealed.extend(secrets.previous.as_ref().filter(|(_, until)| now < *until).map(|(sealed, _)| sealed));
    }
    let secrets = authority.secrets();
    let open = |bytes: &&claviger_core::store::SealedBytes| -> Result<PlainBytes, SealError> {
        secrets.keyring().open(binding(channel), &Sealed::from_bytes(&bytes.0)?)
    };
    let opened: Vec<PlainBytes> = sealed.iter().map(open).collect::<Result<_, _>>()?;
    let plain: Vec<&[u8]> = opened.iter().map(PlainBytes::expose).collect();
    Ok(message(channel, &plain, &delivery.event, now, link))
}

/// Where the secrets of a channel belong.
pub(crate) const fn binding(channel: &Channel) -> Binding {
    Binding { purpose: Purpose::Channel, account: channel.account.as_u64(), id: channel.id.as_u64() }
}

/// On a thread of its own: a receiver that hangs must hold up nothing, not even the end of the process.
pub(crate) async fn carry(carrier: Arc<dyn Carrier>, message: Message) -> Answer {
    let (sender, receiver) = oneshot::channel();
    let work = move || {
        let _ = sender.send(carrier.carry(&message));
    };
    if std::thread::Builder::new().name("notices".into()).spawn(work).is_err() {
        return Answer::later("the system gave no thread");
    }
    match tokio::time::timeout(LATE, receiver).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(_)) => Answer::later("the attempt broke off"),
        Err(_) => Answer::later(format!("no answer within {} seconds", LATE.as_secs())),
    }
}
