//! The counts of the hours before this process started, read back from the log in small steps.

use super::{Counted, HOURS};
use crate::authority::Authority;
use claviger_core::store::{HistoryQuery, StoreError};
use std::time::{Duration, Instant};

/// Entries read at once.
const STEP: usize = 1_000;
/// Most entries read: on a server with more calls the counts begin where this ends.
const MOST: usize = 2_000_000;
/// So many times what a step took is waited before the next, so that calls hardly notice.
const REST: u32 = 4;

/// Reads back; ends by itself. To be run beside the calls, once.
///
/// # Errors
/// [`StoreError`]: the counts are whole from [`Usage::since`](super::Usage::since) on.
pub async fn warm(authority: &Authority) -> Result<(), StoreError> {
    let begun = authority.now();
    let oldest = begun.plus_secs(-(HOURS as i64) * 3_600);
    let usage = authority.lane().usage();
    usage.is_whole_from(begun);
    let mut cursor = Some(authority.lane().began());
    let mut left = MOST;
    while let Some(from) = cursor.filter(|_| left > 0) {
        let started = Instant::now();
        let query =
            HistoryQuery { cursor: Some(from), limit: STEP, max_scan: STEP, ..HistoryQuery::default() };
        let page = authority.read(move |store| store.history(&query)).await?;
        let recent = page.entries.iter().take_while(|entry| entry.place.time >= oldest);
        recent
            .filter_map(|entry| Counted::of(&entry.draft, entry.place.time))
            .for_each(|call| usage.count(&call));
        let reached = page.entries.last().map_or(oldest, |entry| entry.place.time).max(oldest);
        cursor = page.next.filter(|_| reached > oldest);
        usage.is_whole_from(if cursor.is_some() { reached } else { oldest });
        left = left.saturating_sub(STEP);
        tokio::time::sleep((started.elapsed() * REST).max(Duration::from_millis(1))).await;
    }
    Ok(())
}
