//! Everything two stores tell is the same.

use super::records::handles;
use super::script::ONCE_KEYS;
use crate::conformance::world::LOG;
use crate::conformance::{Broken, Verdict, make, same};
use claviger_audit::{encode, leaf_hash};
use claviger_core::entry::{Entry, Outcome};
use claviger_core::key::KeyState;
use claviger_core::store::{HistoryQuery, KeyFilter, RecordKind, RecordsOf, Store, Which};

/// The bytes of every entry from a sequence on, and their leaf hashes.
pub(super) fn leaves(a: &dyn Store, b: &dyn Store, from: u64) -> Verdict {
    let leaves = |store: &dyn Store| -> Result<Vec<_>, Broken> {
        let entries = store.entries(LOG, from, usize::MAX)?;
        Ok(entries.iter().map(leaf).collect())
    };
    let (leaves_a, leaves_b) = (leaves(a)?, leaves(b)?);
    for (one, other) in leaves_a.iter().zip(&leaves_b) {
        same("an entry's bytes and leaf hash", other, one)?;
    }
    same("number of entries", leaves_b.len(), leaves_a.len())
}

fn leaf(entry: &Entry) -> (String, String) {
    let mut bytes = Vec::new();
    encode(entry, &mut bytes);
    (bytes.iter().map(|byte| format!("{byte:02x}")).collect(), leaf_hash(&bytes).to_string())
}

/// All that is on record, and the log from its beginning.
pub(super) fn everything(a: &dyn Store, b: &dyn Store) -> Verdict {
    leaves(a, b, 0)?;
    for account in [1, 2].map(make::account_id) {
        for filter in filters() {
            let keys = |store: &dyn Store| store.keys(account, &filter, None, usize::MAX);
            same("keys", keys(b)?, keys(a)?)?;
        }
        let tokens = |store: &dyn Store| store.tokens(account, None, usize::MAX);
        same("tokens", tokens(b)?, tokens(a)?)?;
    }
    records(a, b)?;
    same("accounts", b.accounts(None, usize::MAX)?, a.accounts(None, usize::MAX)?)?;
    for n in 0..ONCE_KEYS {
        let key = make::once_of(n).key;
        same("a request that took effect", b.answered(&key)?, a.answered(&key)?)?;
    }
    same("data keys", b.data_keys()?, a.data_keys()?)?;
    let snapshot = a.journal_snapshot()?;
    same("snapshot", &b.journal_snapshot()?, &snapshot)?;
    let below = snapshot.map_or(0, |(below, _)| below);
    same("journal", b.journal(below, usize::MAX)?, a.journal(below, usize::MAX)?)?;
    for query in queries() {
        same("history", history(b, query.clone())?, history(a, query)?)?;
    }
    Ok(())
}

fn records(a: &dyn Store, b: &dyn Store) -> Verdict {
    for kind in [RecordKind::Session, RecordKind::Member] {
        let owners = [1, 2].map(|n| RecordsOf::Owner(make::user(n).id));
        let accounts = [1, 2].map(|n| RecordsOf::Account(make::account_id(n)));
        for of in owners.into_iter().chain(accounts).chain([RecordsOf::Kind]) {
            let listed = |store: &dyn Store| store.records(kind, of, None, usize::MAX);
            same("records", listed(b)?, listed(a)?)?;
        }
        for handle in handles() {
            let found = |store: &dyn Store| store.record_by_handle(kind, &handle);
            same("a record by its handle", found(b)?, found(a)?)?;
        }
    }
    Ok(())
}

fn filters() -> [KeyFilter; 2] {
    let live = KeyFilter {
        states: vec![KeyState::Active, KeyState::Frozen],
        text: Some("kEy 1".to_owned()),
        holder: Some("desk".to_owned()),
        application: Some("app".to_owned()),
        member: None,
        retiring: false,
    };
    [KeyFilter::default(), live]
}

fn queries() -> [HistoryQuery; 4] {
    let all = HistoryQuery { limit: 7, max_scan: 50, ..HistoryQuery::default() };
    let own = HistoryQuery { account: Some(make::account_id(1)), ..all.clone() };
    let of_key = HistoryQuery { key: Some(make::key_id(1)), ..own.clone() };
    let acts = HistoryQuery { which: Which::Acts, outcomes: vec![Outcome::Changed], ..own.clone() };
    [all, own, of_key, acts]
}

/// Every page; how it is cut into pages may differ, what is in them may not.
fn history(store: &dyn Store, mut query: HistoryQuery) -> Result<Vec<Entry>, Broken> {
    let mut seen = Vec::new();
    for _ in 0..100_000 {
        let page = store.history(&query)?;
        seen.extend(page.entries);
        if page.next.is_none() {
            return Ok(seen);
        }
        query.cursor = page.next;
    }
    Err(Broken::because("the pages never end"))
}
