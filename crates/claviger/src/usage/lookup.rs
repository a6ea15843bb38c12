//! The last use of keys that have not been used since the counts begin: looked up in their histories, once each.

use super::{Counted, Usage};
use crate::authority::Authority;
use crate::directory::Listed;
use claviger_core::entry::Outcome;
use claviger_core::key::{KeyKind, KeyRecord};
use claviger_core::reason::Reason;
use claviger_core::store::{HistoryQuery, Store, StoreError, Which};
use claviger_core::time::Timestamp;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Most entries of a key looked at to find its last accepted call.
const MAX_SCAN: usize = 10_000;

/// How long one step of [`catch_up`] may hold a reader.
const STEP: Duration = Duration::from_millis(20);
/// Most keys of one step.
const BATCH: usize = 500;
/// So many times what a step took is waited before the next.
const REST: u32 = 4;

/// Looks up every key of the accounts that people look at and that was not looked up before. To be run beside the calls,
/// again and again.
///
/// # Errors
/// [`StoreError`].
pub async fn catch_up(authority: &Authority) -> Result<(), StoreError> {
    let mut left = authority.directory.held();
    let mut before = usize::MAX;
    loop {
        left.retain(|key| !is_known(authority.lane().usage(), &key.record));
        // What does not get fewer finds no room in the tally.
        if left.is_empty() || left.len() >= before {
            return Ok(());
        }
        before = left.len();
        let (lane, now, started) = (authority.lane().clone(), authority.now(), Instant::now());
        let batch: Vec<Arc<Listed>> = left.iter().take(BATCH).cloned().collect();
        let step = authority.read(move |store| {
            let keys = batch.iter().map(|key| &key.record);
            look_up(store, lane.usage(), keys, Instant::now() + STEP, now)
        });
        step.await?;
        tokio::time::sleep(started.elapsed() * REST).await;
    }
}

fn is_known(usage: &Usage, key: &KeyRecord) -> bool {
    usage.look(key.id, |known| known.is_some_and(|known| known.looked || known.last.is_some()))
}

/// Looks keys up until `until`; each that was looked up before, or used since, costs nothing.
pub(crate) fn look_up<'a>(
    store: &dyn Store,
    usage: &Usage,
    keys: impl IntoIterator<Item = &'a KeyRecord>,
    until: Instant,
    now: Timestamp,
) -> Result<(), StoreError> {
    for key in keys {
        if is_known(usage, key) {
            continue;
        }
        if Instant::now() >= until {
            break;
        }
        let page = store.history(&accepted_calls(key))?;
        usage.change(key.id, now, |known| {
            known.looked = true;
            if let Some(call) =
                page.entries.first().and_then(|entry| Counted::of(&entry.draft, entry.place.time))
            {
                known.see(&call);
            }
        });
    }
    Ok(())
}

/// The last accepted call of a key.
pub(crate) fn accepted_calls(record: &KeyRecord) -> HistoryQuery {
    let outcome = match record.kind {
        KeyKind::Private => Outcome::Allowed,
        KeyKind::Public => Outcome::Folded,
    };
    HistoryQuery {
        account: Some(record.account),
        key: Some(record.id),
        which: Which::Calls,
        outcomes: vec![outcome],
        reasons: vec![Reason::None],
        limit: 1,
        max_scan: MAX_SCAN,
        ..HistoryQuery::default()
    }
}
