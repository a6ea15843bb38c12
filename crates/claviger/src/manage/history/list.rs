//! A page of the account's log, newest first.

use super::super::keys;
use super::super::page::bounded;
use super::super::read::read;
use super::super::{Caller, ManageError, Operation, Page, Reach, Thing, guarded};
use crate::authority::Authority;
use claviger_core::action::Action;
use claviger_core::entry::{Entry, Outcome, Target};
use claviger_core::id::KeyId;
use claviger_core::reason::Reason;
use claviger_core::store::{Cursor, HistoryQuery, Which, Within};
use claviger_core::time::Timestamp;
use ipnet::IpNet;
use std::collections::BTreeSet;

/// Most entries looked at for one page, where the log is gone through.
const MAX_SCAN: usize = 50_000;
/// The same where an index says where each entry lies, so that each may take a read of its own.
const MAX_INDEXED: usize = 5_000;

/// Which entries are meant. Filters are and-ed; an empty list filters nothing.
#[derive(Debug, Clone, Default)]
pub struct HistoryFilter {
    /// Of this key only: made by it, or about it.
    pub key: Option<KeyId>,
    /// Of one of these keys only.
    pub keys: BTreeSet<KeyId>,
    /// Calls, acts or both.
    pub which: Which,
    /// These actions.
    pub actions: Vec<Action>,
    /// These outcomes.
    pub outcomes: Vec<Outcome>,
    /// These reasons.
    pub reasons: Vec<Reason>,
    /// From sources in this block.
    pub source: Option<IpNet>,
    /// At or after.
    pub from: Option<Timestamp>,
    /// Before.
    pub to: Option<Timestamp>,
}

/// A page of the account's log. It may be short, even empty, with a place to go on from: then
/// more entries were looked at than one page may cost.
///
/// `operation` is one of [`Operation::HistoryList`], [`Operation::AuditList`] and
/// [`Operation::KeyHistory`]; the last wants `filter.key` to be one of the account's keys.
///
/// # Errors
/// [`ManageError`].
pub async fn list(
    authority: &Authority,
    caller: &Caller,
    operation: Operation,
    filter: HistoryFilter,
    cursor: Option<Cursor>,
    limit: usize,
) -> Result<Page<Entry, Cursor>, ManageError> {
    let work = async {
        if operation == Operation::KeyHistory {
            let id = filter.key.ok_or(ManageError::NotFound(Thing::Key))?;
            keys::own(authority, caller, id).await?;
        }
        let mut query = filter.query(caller, cursor, bounded(limit));
        query.within = within(authority, caller).await?;
        let page = read(authority, move |store| store.history(&query)).await?;
        Ok(Page { items: page.entries, next: page.next })
    };
    guarded(authority, caller, operation, Target::Account, work).await
}

/// What is there of the log for a caller who reaches some keys only: those keys, whatever became of them, and
/// what they did themselves.
pub(in super::super) async fn within(
    authority: &Authority,
    caller: &Caller,
) -> Result<Option<Within>, ManageError> {
    if caller.reach == Reach::All {
        return Ok(None);
    }
    let keys = authority.directory.of(authority, caller.account).await?.within(caller);
    let keys = keys.iter().map(|key| key.record.id).collect();
    Ok(Some(Within { keys, actor: caller.actor() }))
}

impl HistoryFilter {
    pub(super) fn query(self, caller: &Caller, cursor: Option<Cursor>, limit: usize) -> HistoryQuery {
        let is_indexed = self.key.is_some() || self.which == Which::Acts;
        HistoryQuery {
            account: Some(caller.account),
            key: self.key,
            keys: self.keys,
            within: None,
            which: self.which,
            actions: self.actions,
            outcomes: self.outcomes,
            reasons: self.reasons,
            source: self.source,
            from: self.from,
            to: self.to,
            cursor,
            limit,
            max_scan: if is_indexed { MAX_INDEXED } else { MAX_SCAN },
        }
    }
}
