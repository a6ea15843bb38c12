//! What follows from entries is written, together with how far they were read.

use super::{DELIVERIES_PER_CHANNEL, NoticeError};
use crate::authority::Authority;
use crate::change::ChangeError;
use crate::manage::people::parsed;
use claviger_core::id::ChannelId;
use claviger_core::notices::{Delivery, Fate};
use claviger_core::store::{
    Conflict, DerivedWrites, Item, MAX_RECORD_WRITES, Record, RecordKind, RecordWrite, RecordsOf, Settled,
    Store, StoreError,
};
use std::collections::BTreeSet;
use std::time::Instant;

/// Removed at once to make room, so that it is not made for each one.
const ROOM: usize = 20;

/// Writes all of it, or nothing. It takes the room of calls: nobody can fill with notices what is reserved for a revoke.
pub(super) async fn write(authority: &Authority, writes: Vec<RecordWrite>) -> Result<(), NoticeError> {
    let Some(writes) = DerivedWrites::new(writes) else {
        // A defect: what is written here is always derived.
        tracing::error!("a notice was to be written together with what wants an entry");
        return Err(ChangeError::Unavailable.into());
    };
    match authority.lane().submit_call(Item::Derived(writes), Instant::now()).await {
        Ok((Settled::Derived, _)) => Ok(()),
        Ok((Settled::Conflict(conflict), _)) => Err(ChangeError::from(conflict).into()),
        _ => Err(ChangeError::Unavailable.into()),
    }
}

/// The same; if an inbox or the queue of a channel is full, room is made first. Gives the channels for which there was none:
/// their deliveries were left out.
pub(super) async fn write_with_room(
    authority: &Authority,
    writes: Vec<RecordWrite>,
) -> Result<BTreeSet<ChannelId>, NoticeError> {
    match write(authority, writes.clone()).await {
        Err(NoticeError::Change(ChangeError::Conflict(Conflict::LimitReached(_)))) => {}
        other => return other.map(|()| BTreeSet::new()),
    }
    let mut full = BTreeSet::new();
    for record in writes.iter().filter_map(created) {
        match record.kind {
            RecordKind::Notice => shorten(authority, record).await?,
            RecordKind::Delivery => {
                let channel = ChannelId::from_u64(record.owner);
                if !make_room(authority, channel).await? {
                    full.insert(channel);
                }
            }
            _ => {}
        }
    }
    let fits = |write: &RecordWrite| {
        created(write).is_none_or(|record| {
            record.kind != RecordKind::Delivery || !full.contains(&ChannelId::from_u64(record.owner))
        })
    };
    write(authority, writes.into_iter().filter(fits).collect()).await?;
    Ok(full)
}

fn created(write: &RecordWrite) -> Option<&Record> {
    match write {
        RecordWrite::Create { record, .. } => Some(record),
        _ => None,
    }
}

pub(super) fn removal(record: &Record) -> RecordWrite {
    RecordWrite::Remove { kind: record.kind, id: record.id, from: record.revision }
}

/// The oldest notices of an inbox go.
async fn shorten(authority: &Authority, like: &Record) -> Result<(), NoticeError> {
    let Some(account) = like.account else { return Ok(()) };
    let oldest =
        move |store: &dyn Store| store.records(RecordKind::Notice, RecordsOf::Account(account), None, ROOM);
    let oldest = authority.read(oldest).await?;
    let now = authority.now();
    write(authority, oldest.iter().filter(|record| record.is_live(now)).map(removal).collect()).await
}

/// The oldest deliveries of a channel that are over go; whether there were any.
async fn make_room(authority: &Authority, channel: ChannelId) -> Result<bool, NoticeError> {
    let kept = authority.read(move |store| deliveries(store, channel)).await?;
    if kept.len() < DELIVERIES_PER_CHANNEL as usize {
        return Ok(true);
    }
    let over: Vec<RecordWrite> = kept
        .iter()
        .filter(|(_, delivery)| delivery.fate != Fate::Waiting)
        .map(|(record, _)| removal(record))
        .take(ROOM.min(MAX_RECORD_WRITES))
        .collect();
    let some = !over.is_empty();
    if some {
        write(authority, over).await?;
    }
    Ok(some)
}

/// The deliveries of a channel, oldest first.
pub(super) fn deliveries(
    store: &dyn Store,
    channel: ChannelId,
) -> Result<Vec<(Record, Delivery)>, StoreError> {
    let of = RecordsOf::Owner(channel.as_u64());
    let found = store.records(RecordKind::Delivery, of, None, 2 * DELIVERIES_PER_CHANNEL as usize)?;
    found
        .into_iter()
        .map(|record| {
            let read = parsed(&record)?;
            Ok((record, read))
        })
        .collect()
}
