//! Deliveries on record are sent, those of a channel one after the other.
//!
//! A channel has at most one attempt under way, and waits by itself after one that failed. Those that failed last time share
//! places of their own, so that however many are dead the others are not kept waiting.

use super::book::Books;
use super::derive::{deliveries, write_with_room};
use super::mood::{Mood, after};
use super::{DELIVERY_SECS, NoticeError};
use crate::authority::Authority;
use crate::manage::people::parsed;
use crate::secrets::OsEntropy;
use claviger_core::entropy::draw;
use claviger_core::id::{ChannelId, DeliveryId};
use claviger_core::notices::{Attempt, Channel, Delivery, Event, EventId, EventKind, Fate, Health};
use claviger_core::store::{RecordKind, RecordWrite, RecordsOf, Store, StoreError};
use claviger_core::time::Timestamp;
use claviger_notify::pace;
use claviger_notify::send::{Answer, Carrier};
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use tokio::task::JoinSet;

mod attempt;
mod places;

use attempt::{Attempted, attempt};
pub(crate) use attempt::{binding, carry};
use places::Places;

/// Attempts under way at once to channels that took the last one.
const AT_ONCE: usize = 16;
/// And a second.
const PER_SEC: u64 = 100;
/// The same to channels that did not.
const FAILING_AT_ONCE: usize = 16;
/// And a second: however many are dead, trying them takes next to nothing from the calls.
const FAILING_PER_SEC: u64 = 20;
/// Deliveries read at once at the start.
const BATCH: usize = 500;
/// How long is waited after something could not be read or written.
const STORE_PAUSE_SECS: i64 = 2;

/// The queue of a channel.
#[derive(Default)]
struct Queue {
    waiting: VecDeque<DeliveryId>,
    next_try: Timestamp,
    failing: bool,
    busy: bool,
}

/// Sends.
pub(super) struct Courier {
    queues: HashMap<ChannelId, Queue>,
    under_way: JoinSet<Attempted>,
    carrier: Arc<dyn Carrier>,
    link: Option<Arc<str>>,
    /// For channels that took the last one, and for those that did not.
    places: [Places; 2],
}

/// What there is to tell of an attempt, for the others of the account.
pub(super) struct Told {
    pub(super) deliveries: Vec<(ChannelId, DeliveryId)>,
}

impl Courier {
    /// With what waits on record.
    pub(super) async fn open(
        authority: &Authority,
        carrier: Arc<dyn Carrier>,
        link: Option<Arc<str>>,
    ) -> Result<Self, NoticeError> {
        let places = [Places::new(AT_ONCE, PER_SEC), Places::new(FAILING_AT_ONCE, FAILING_PER_SEC)];
        let mut courier =
            Courier { queues: HashMap::new(), under_way: JoinSet::new(), carrier, link, places };
        let mut after = None;
        loop {
            let batch = authority.read(move |store| waiting(store, after)).await?;
            for delivery in batch.deliveries {
                courier.put(delivery.channel, delivery.id, delivery.next_try);
            }
            after = batch.last;
            if after.is_none() {
                return Ok(courier);
            }
        }
    }

    /// New deliveries, in order.
    pub(super) fn add(&mut self, deliveries: Vec<(ChannelId, DeliveryId)>) {
        deliveries.into_iter().for_each(|(channel, delivery)| self.put(channel, delivery, None));
    }

    fn put(&mut self, channel: ChannelId, delivery: DeliveryId, next_try: Option<Timestamp>) {
        let queue = self.queues.entry(channel).or_default();
        queue.waiting.push_back(delivery);
        if let Some(at) = next_try {
            queue.next_try = queue.next_try.max(at);
            queue.failing = true;
        }
    }

    /// The deliveries of a channel were changed by somebody else: what is on record counts.
    pub(super) async fn reload(
        &mut self,
        authority: &Authority,
        channel: ChannelId,
    ) -> Result<(), NoticeError> {
        let kept = authority.read(move |store| deliveries(store, channel)).await?;
        let waiting = kept.into_iter().filter(|(_, delivery)| delivery.fate == Fate::Waiting);
        let waiting: VecDeque<DeliveryId> = waiting.map(|(_, delivery)| delivery.id).collect();
        let queue = self.queues.entry(channel).or_default();
        if waiting.is_empty() && !queue.busy {
            self.queues.remove(&channel);
            return Ok(());
        }
        queue.waiting = waiting;
        // Somebody looks: what waits is tried at once.
        queue.next_try = Timestamp::default();
        Ok(())
    }

    /// Begins the attempts that are due, as far as there are places.
    pub(super) fn begin(&mut self, authority: &Arc<Authority>) {
        for failing in [false, true] {
            let free = self.places.get_mut(usize::from(failing)).map_or(0, Places::free);
            for (channel, delivery) in self.due(failing, free, authority.now()) {
                self.start(authority, channel, delivery, failing);
            }
        }
    }

    /// At most `most` attempts of the sort that are due, those first that wait longest.
    fn due(&mut self, failing: bool, most: usize, now: Timestamp) -> Vec<(ChannelId, DeliveryId)> {
        if most == 0 {
            return Vec::new();
        }
        let mut due: Vec<(Timestamp, ChannelId, DeliveryId)> = self
            .queues
            .iter()
            .filter(|(_, queue)| queue.failing == failing && !queue.busy && queue.next_try <= now)
            .filter_map(|(id, queue)| Some((queue.next_try, *id, *queue.waiting.front()?)))
            .collect();
        if due.len() > most {
            due.select_nth_unstable(most);
            due.truncate(most);
        }
        due.sort_unstable();
        due.into_iter().map(|(_, channel, delivery)| (channel, delivery)).collect()
    }

    fn start(&mut self, authority: &Arc<Authority>, channel: ChannelId, delivery: DeliveryId, failing: bool) {
        if let Some(places) = self.places.get_mut(usize::from(failing)) {
            places.take();
        }
        if let Some(queue) = self.queues.get_mut(&channel) {
            queue.busy = true;
        }
        let (carrier, link) = (self.carrier.clone(), self.link.clone());
        self.under_way.spawn(attempt(authority.clone(), carrier, link, channel, delivery, failing));
    }

    /// Resolves when an attempt is over; never if none is under way.
    pub(super) async fn ended(&mut self) -> Attempted {
        loop {
            match self.under_way.join_next().await {
                Some(Ok(attempted)) => return attempted,
                Some(Err(error)) => {
                    tracing::error!(%error, "an attempt to deliver a notice ended before its time")
                }
                None => std::future::pending::<()>().await,
            }
        }
    }

    /// Notes what came of an attempt.
    pub(super) async fn note(&mut self, authority: &Authority, attempted: Attempted) -> Told {
        let channel = attempted.channel;
        if let Some(places) = self.places.get_mut(usize::from(attempted.failing)) {
            places.give_back();
        }
        if let Some(queue) = self.queues.get_mut(&channel) {
            queue.busy = false;
        }
        match self.noted(authority, attempted).await {
            Ok(told) => told,
            Err(error) => {
                tracing::warn!(%error, %channel, "what came of a delivery could not be noted; it is sent again");
                let _ = self.reload(authority, channel).await;
                if let Some(queue) = self.queues.get_mut(&channel) {
                    queue.next_try = authority.now().plus_secs(STORE_PAUSE_SECS);
                }
                Told { deliveries: Vec::new() }
            }
        }
    }

    async fn noted(&mut self, authority: &Authority, attempted: Attempted) -> Result<Told, NoticeError> {
        let nothing = Told { deliveries: Vec::new() };
        let (channel, id) = (attempted.channel, attempted.delivery);
        let Some((to, delivery, answer)) = attempted.came? else {
            // The delivery or its channel is gone, or the channel is off.
            self.drop_front(channel, id);
            return Ok(nothing);
        };
        let now = authority.now();
        let mood = Mood::read(authority, channel).await?;
        let health = after(mood.health, answer.taken, now);
        let (fate, next_try) = fate(&delivery, &answer, health, now)?;
        let attempt = Attempt {
            at: attempted.at,
            took_ms: attempted.took_ms,
            taken: answer.taken,
            answer: answer.said,
        };
        let (event, from) = (delivery.event.id.clone(), delivery.revision);
        let expires_at = (fate != Fate::Waiting).then(|| now.plus_secs(DELIVERY_SECS));
        let delivery = Delivery { expires_at, ..delivery.after(attempt, fate, next_try) };
        let mut writes = vec![RecordWrite::Update { record: delivery.record()?, from }];
        let (_, health_write) = mood.turned(channel, health, now)?;
        writes.extend(health_write);
        let turn = turned(&to, mood.health, health, now);
        let mut told = nothing;
        if let Some(event) = &turn
            && let Some(book) = Books::default().book(authority, to.account, None).await?
        {
            let spread = book.spread(event, now, Some(channel))?;
            writes.extend(spread.writes);
            told.deliveries = spread.deliveries;
        }
        let full = write_with_room(authority, writes).await?;
        told.deliveries.retain(|(other, _)| !full.contains(other));
        let queue = self.queues.entry(channel).or_default();
        queue.failing = !answer.taken;
        queue.next_try = next_try.unwrap_or_default();
        match fate {
            Fate::Waiting => tracing::debug!(%channel, %event, "a notice was not taken; it is tried again"),
            Fate::Delivered => tracing::debug!(%channel, %event, "a notice was delivered"),
            Fate::Failed => {
                tracing::warn!(%channel, %event, "a notice was given up: the channel did not take it")
            }
        }
        if fate != Fate::Waiting {
            self.drop_front(channel, id);
        }
        Ok(told)
    }

    fn drop_front(&mut self, channel: ChannelId, delivery: DeliveryId) {
        if let Some(queue) = self.queues.get_mut(&channel) {
            queue.waiting.retain(|waiting| *waiting != delivery);
            if queue.waiting.is_empty() && !queue.busy && !queue.failing {
                self.queues.remove(&channel);
            }
        }
    }
}

/// What becomes of a delivery, and when it is tried again. What is older than a day is tried once and given up; a channel
/// that is failing is paced by its own failures, not by those of each delivery.
fn fate(
    delivery: &Delivery,
    answer: &Answer,
    health: Health,
    now: Timestamp,
) -> Result<(Fate, Option<Timestamp>), NoticeError> {
    if answer.taken {
        return Ok((Fate::Delivered, None));
    }
    if answer.gone {
        return Ok((Fate::Failed, None));
    }
    let tries = delivery.tries.saturating_add(1).max(health.failures);
    let chance = u32::from_le_bytes(draw(&mut OsEntropy)?);
    Ok(match pace::next(tries, delivery.created_at, now, chance) {
        Some(at) => (Fate::Waiting, Some(at)),
        None => (Fate::Failed, None),
    })
}

/// What is told of a channel that began to fail, or works again.
fn turned(channel: &Channel, was: Health, is: Health, now: Timestamp) -> Option<Event> {
    let (kind, words) = match (was.told, is.told) {
        (false, true) => (EventKind::ChannelFailing, "keeps failing; what waits for it is tried for a day"),
        (true, false) => (EventKind::ChannelMended, "works again"),
        _ => return None,
    };
    let sentence = format!("The channel \"{}\" {words}.", channel.name);
    let since = is.failing_since.or(was.failing_since).map(|at| at.to_string()).unwrap_or_default();
    let id = EventId::due(kind.name(), channel.id, now);
    Some(
        Event::new(id, kind, channel.account, now, &sentence)
            .with("channel", channel.id)
            .with("failing since", since)
            .with("attempts that failed", is.failures.max(was.failures)),
    )
}

struct Batch {
    deliveries: Vec<Delivery>,
    last: Option<u64>,
}

fn waiting(store: &dyn Store, after: Option<u64>) -> Result<Batch, StoreError> {
    let records = store.records(RecordKind::Delivery, RecordsOf::Kind, after, BATCH)?;
    let last = if records.len() < BATCH { None } else { records.last().map(|record| record.id) };
    let all: Result<Vec<Delivery>, StoreError> = records.iter().map(parsed).collect();
    let mut deliveries = all?;
    deliveries.retain(|delivery| delivery.fate == Fate::Waiting);
    Ok(Batch { deliveries, last })
}
