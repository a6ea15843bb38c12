//! Keys that do what they did not do before: from a new network or with a new client, with a permission not used so far, far
//! more often than ever.
//!
//! It is noticed where calls are counted ([`crate::usage`]), behind the calls; here it is compared with what is on record of the
//! key, told, and put on record in the same item. What a key does at first is its habit, and is not told.

use super::follow::{Follower, Step};
use super::kept::{random, stored};
use super::{GATHERED, NoticeError};
use crate::authority::Authority;
use crate::manage::people::parsed;
use crate::usage::{News, accepted_calls, client_of, needed, place_of};
use claviger_core::entry::EntryDraft;
use claviger_core::id::KeyId;
use claviger_core::key::{KeyKind, KeyRecord, KeyState};
use claviger_core::notices::{Event, EventId, EventKind, Habit, Mark};
use claviger_core::permission::PermissionSet;
use claviger_core::store::{HistoryQuery, RecordKind, Store, StoreError};
use claviger_core::time::Timestamp;
use std::collections::BTreeMap;

/// Keys looked into in one step.
const AT_ONCE: usize = 50;
/// Places of one key that are remembered.
const PLACES: usize = 32;
/// New places of one key are told no more often than this, then together, in seconds.
const QUIET_SECS: i64 = 3_600;
/// Calls looked at to find one from a new place.
const SCAN: usize = 2_000;
const DAY_SECS: i64 = 86_400;

/// What waits to be told together with what comes.
#[derive(Default)]
pub(super) struct Habits {
    held: BTreeMap<KeyId, (Timestamp, News)>,
}

/// A key, and what is on record of its habit.
struct Known {
    key: KeyRecord,
    /// Id and revision of the record, and what it says.
    habit: Option<(u64, u64, Habit)>,
    /// A call from one of the new places.
    call: Option<EntryDraft>,
}

impl Habits {
    /// Looks into what is new of some keys.
    pub(super) async fn step(
        &mut self,
        authority: &Authority,
        follower: &mut Follower,
    ) -> Result<Step, NoticeError> {
        let (now, mut told) = (authority.now(), Step::default());
        let mut news = authority.lane().usage().take_news(AT_ONCE);
        let ripe = self.held.iter().filter(|(_, (until, _))| *until <= now).map(|(key, _)| *key);
        for key in ripe.take(AT_ONCE).collect::<Vec<_>>() {
            news.extend(self.held.remove(&key).map(|(_, news)| (key, news)));
        }
        let mut news = news.into_iter();
        while let Some((key, new)) = news.next() {
            if let Some((_, held)) = self.held.get_mut(&key) {
                held.join(&new);
                continue;
            }
            match self.look(authority, follower, key, &new).await {
                Ok(step) => told.join(step),
                Err(error) => {
                    self.held.insert(key, (now, new));
                    self.held.extend(news.map(|(key, new)| (key, (now, new))));
                    return Err(error);
                }
            }
        }
        told.join(follower.flush(authority).await?);
        Ok(told)
    }

    async fn look(
        &mut self,
        authority: &Authority,
        follower: &mut Follower,
        key: KeyId,
        news: &News,
    ) -> Result<Step, NoticeError> {
        let (now, places) = (authority.now(), news.places.clone());
        let Some(known) = authority.read(move |store| known(store, key, &places)).await? else {
            return Ok(Step::default());
        };
        let before = known.habit.as_ref().map(|(.., habit)| habit);
        let Learnt { habit, places, permissions } = learn(&known.key, before, news, now);
        let rested = before.and_then(|habit| habit.told_at).map(|at| at.plus_secs(QUIET_SECS));
        if let Some(until) = rested.filter(|until| *until > now && places > 0) {
            if self.held.len() < GATHERED {
                self.held.insert(key, (until, news.clone()));
            }
            return Ok(Step::default());
        }
        let mut events = Vec::new();
        if places > 0 {
            events.push(new_place(&known, places, news, now));
        }
        if !permissions.is_empty() {
            events.push(first_use(&known.key, permissions, now));
        }
        let mut told = self.rate(authority, follower, &known.key, news).await?;
        if before != Some(&habit) {
            let (id, from) = known.habit.as_ref().map_or((random()?, 0), |(id, from, _)| (*id, *from));
            let record = Mark::Habit(habit).record(id, from + 1, now)?;
            told.join(follower.lay(authority, &events, Some(stored(record, from))).await?);
        }
        Ok(told)
    }

    /// A rate far above the key's own is told once a day.
    async fn rate(
        &self,
        authority: &Authority,
        follower: &mut Follower,
        key: &KeyRecord,
        news: &News,
    ) -> Result<Step, NoticeError> {
        let Some((calls, most)) = news.rate else { return Ok(Step::default()) };
        let now = authority.now();
        let name = format!("rate-{}-{}", key.id, now.secs().div_euclid(DAY_SECS));
        let mark = Mark::Told(name, now.plus_secs(2 * DAY_SECS));
        let handle = mark.handle();
        let told = authority.read(move |store| store.record_by_handle(RecordKind::Cursor, &handle)).await?;
        if told.is_some() {
            return Ok(Step::default());
        }
        let sentence = format!(
            "The key \"{}\" makes far more calls than ever: {calls} in this hour, never more than {most} in one of the two days before.",
            key.name
        );
        let event = about(key, EventKind::KeyRate, EventId::due("rate", key.id, now), now, &sentence);
        let record = mark.record(random()?, 1, now)?;
        follower.lay(authority, &[event], Some(stored(record, 0))).await
    }
}

fn known(store: &dyn Store, key: KeyId, places: &[u64]) -> Result<Option<Known>, StoreError> {
    let Some(row) = store.key(key)? else { return Ok(None) };
    let key = row.record;
    if key.kind == KeyKind::Public || key.state == KeyState::Revoked {
        return Ok(None);
    }
    let habit = match store.record_by_handle(RecordKind::Cursor, &Habit::handle(key.id))? {
        None => None,
        Some(record) => match parsed(&record)? {
            Mark::Habit(habit) => Some((record.id, record.revision, habit)),
            _ => None,
        },
    };
    let is_new = |place: &u64| habit.as_ref().is_some_and(|(.., habit)| !habit.places.contains(place));
    let new: Vec<u64> = places.iter().copied().filter(is_new).collect();
    let call = if new.is_empty() { None } else { call_from(store, &key, &new)? };
    Ok(Some(Known { key, habit, call }))
}

/// The last accepted call from one of these places.
fn call_from(store: &dyn Store, key: &KeyRecord, places: &[u64]) -> Result<Option<EntryDraft>, StoreError> {
    let page = store.history(&HistoryQuery { limit: AT_ONCE, max_scan: SCAN, ..accepted_calls(key) })?;
    let is_from = |draft: &EntryDraft| places.contains(&place_of(draft.source, client_of(&draft.client)));
    Ok(page.entries.into_iter().map(|entry| entry.draft).find(is_from))
}

struct Learnt {
    habit: Habit,
    /// How many places are new.
    places: usize,
    /// Permissions used for the first time.
    permissions: PermissionSet,
}

/// What the habit is now, and what of it is new. Nothing is new about a key that nothing was known of.
fn learn(key: &KeyRecord, before: Option<&Habit>, news: &News, now: Timestamp) -> Learnt {
    let first = news.before.or(news.places.first().copied());
    let mut habit = before.cloned().unwrap_or_else(|| Habit {
        key: key.id.as_u64(),
        places: first.into_iter().collect(),
        permissions: 0,
        told_at: None,
    });
    let mut places = 0;
    for place in &news.places {
        if !habit.places.contains(place) {
            places += 1;
            habit.places.push(*place);
        }
    }
    let over = habit.places.len().saturating_sub(PLACES);
    habit.places.drain(..over);
    let used = news.actions.iter().map(|action| needed(*action, key.permissions).bits());
    let used = used.fold(habit.permissions, |all, bits| all | bits);
    let new = PermissionSet::from_bits(used & !habit.permissions).unwrap_or(PermissionSet::NONE);
    habit.permissions = used;
    if places > 0 {
        habit.told_at = Some(now);
    }
    let permissions = if before.is_some() { new } else { PermissionSet::NONE };
    Learnt { habit, places, permissions }
}

fn new_place(known: &Known, places: usize, news: &News, now: Timestamp) -> Event {
    let key = &known.key;
    let more = if places > 1 { format!(" ({places} new places)") } else { String::new() };
    let sentence =
        format!("The key \"{}\" was used from a network or client that was not seen before{more}.", key.name);
    let call = known.call.as_ref();
    let source = call.and_then(|call| call.source).map(|source| source.to_string());
    about(key, EventKind::KeyNewPlace, EventId::due("new-place", key.id, now), now, &sentence)
        .with("from", source.unwrap_or_default())
        .with("client", call.map_or("", |call| call.client.as_str()))
        .with("first seen", news.since.map(|at| at.to_string()).unwrap_or_default())
}

fn first_use(key: &KeyRecord, permissions: PermissionSet, now: Timestamp) -> Event {
    let names: Vec<&str> = permissions.iter().map(|permission| permission.label()).collect();
    let names = names.join(", ");
    let sentence = format!("The key \"{}\" used for the first time: {names}.", key.name);
    about(key, EventKind::KeyFirstUse, EventId::due("first-use", key.id, now), now, &sentence)
}

fn about(key: &KeyRecord, kind: EventKind, id: EventId, now: Timestamp, sentence: &str) -> Event {
    let event = Event::new(id, kind, key.account, now, sentence)
        .with("key", &key.name)
        .with("holder", &key.holder)
        .with("key id", key.id);
    Event { key: Some(key.id), user: key.member, ..event }
}
