//! The log is read backwards, a page at a time.

use super::image::{Image, Log};
use super::read::decoded;
use claviger_core::id::LogId;
use claviger_core::store::{Cursor, HistoryPage, HistoryQuery, StoreError};

/// One page. Logs are read one after the other, the one with the highest number first; within
/// each, entries come newest first.
pub(super) fn page(image: &Image, query: &HistoryQuery) -> Result<HistoryPage, StoreError> {
    let mut page = HistoryPage { entries: Vec::new(), next: None };
    let mut left = query.max_scan.max(1);
    for (log, stored) in image.logs.iter().rev() {
        let Some(before) = begin(*log, stored, query) else { continue };
        for sequence in (stored.oldest..before).rev() {
            if left == 0 || page.entries.len() >= query.limit.max(1) {
                page.next = Some(Cursor { log: *log, before: sequence + 1 });
                return Ok(page);
            }
            left -= 1;
            let entry = stored.at(sequence).map(decoded).transpose()?;
            page.entries.extend(entry.filter(|entry| query.matches(entry)));
        }
    }
    Ok(page)
}

/// Where to begin in this log; none if the cursor is past it.
fn begin(log: LogId, stored: &Log, query: &HistoryQuery) -> Option<u64> {
    let end = stored.next_sequence();
    match query.cursor {
        Some(cursor) if cursor.log < log => None,
        Some(cursor) if cursor.log == log => Some(cursor.before.min(end)),
        _ => Some(end),
    }
}
