//! What was added to the account's log since somebody last looked.

use super::super::page::bounded;
use super::super::read::read;
use super::super::{Caller, ManageError, Operation, guarded};
use super::list::{HistoryFilter, within};
use crate::authority::Authority;
use claviger_core::entry::{Entry, Target};
use claviger_core::store::Cursor;

/// Most new entries looked at at once.
const MAX_SCAN: u64 = 5_000;

/// New entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Followed {
    /// They, newest first.
    pub entries: Vec<Entry>,
    /// Where to go on: the sequence the next entry will get.
    pub next: u64,
    /// There were more than could be looked at; the list itself has them.
    pub missed: bool,
}

/// The entries from sequence `since` on that are meant. Costs next to nothing while nothing is added.
///
/// # Errors
/// [`ManageError`].
pub async fn follow(
    authority: &Authority,
    caller: &Caller,
    operation: Operation,
    filter: HistoryFilter,
    since: u64,
    limit: usize,
) -> Result<Followed, ManageError> {
    let work = async {
        let next = authority.lane().next_sequence();
        let added = next.saturating_sub(since);
        if added == 0 {
            return Ok(Followed { entries: Vec::new(), next, missed: false });
        }
        let cursor = Cursor { before: next, ..authority.lane().began() };
        let mut query = filter.query(caller, Some(cursor), bounded(limit));
        query.within = within(authority, caller).await?;
        // Sequences are dense, so this looks at new entries only, unless a key's own history is gone back into.
        query.max_scan = usize::try_from(added.min(MAX_SCAN)).unwrap_or(usize::MAX);
        let page = read(authority, move |store| store.history(&query)).await?;
        let missed = page.next.is_some_and(|rest| rest.before > since);
        let entries = page.entries.into_iter().filter(|entry| entry.place.sequence >= since).collect();
        Ok(Followed { entries, next, missed })
    };
    guarded(authority, caller, operation, Target::Account, work).await
}
