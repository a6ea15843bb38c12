//! Everything a store keeps, as it shows from outside.

use super::make;
use crate::options::Options;
use crate::store::SqliteStore;
use claviger_core::action::Action;
use claviger_core::entry::Entry;
use claviger_core::id::LogId;
use claviger_core::store::{
    Claim, HistoryQuery, Item, JournalRecord, KeyFilter, KeyRow, OpenClaim, Retention, Settled, Store as _,
    StoreError, WrappedKeys,
};
use claviger_core::token::TokenRecord;
use std::fmt::Debug;
use std::path::Path;

pub(super) const LOG: LogId = LogId(0);
pub(super) const KEEP: Retention = Retention { max_age_secs: None, max_bytes: None };
/// More than any nonce of a fixture.
const NONCES: u64 = 260;

#[derive(Debug)]
pub(super) struct State {
    keys: Vec<KeyRow>,
    tokens: Vec<TokenRecord>,
    data_keys: WrappedKeys,
    /// The bytes of every entry, save those about migrations.
    entries: Vec<Vec<u8>>,
    /// What the entries about migrations say.
    pub(super) told: Vec<String>,
    /// What the index finds of each key.
    histories: Vec<Vec<Entry>>,
    open: Vec<OpenClaim>,
    journal: Vec<JournalRecord>,
    snapshot: Option<(u64, Vec<u8>)>,
    /// Which nonces each key still takes.
    taken: Vec<Vec<bool>>,
}

impl State {
    /// Opens the store, lets its lane do upkeep, and looks at everything.
    pub(super) fn of(dir: &Path) -> Result<State, String> {
        let store = SqliteStore::open(dir, Options::default()).map_err(|error| error.to_string())?;
        let mut lane = store.open_lane(LOG).map_err(|error| error.to_string())?;
        lane.maintain(make::at(1000), &KEEP).map_err(|error| error.to_string())?;
        let read = || {
            let keys = store.keys(make::ACCOUNT, &KeyFilter::default(), None, 100)?;
            let query = |row: &KeyRow| HistoryQuery {
                key: Some(row.record.id),
                limit: 1000,
                max_scan: 1000,
                ..HistoryQuery::default()
            };
            let histories = keys
                .iter()
                .map(|row| Ok(store.history(&query(row))?.entries))
                .collect::<Result<_, StoreError>>()?;
            let (told, entries): (Vec<Entry>, Vec<Entry>) = store
                .entries(LOG, 0, 1000)?
                .into_iter()
                .partition(|entry| entry.draft.action == Action::StoreMigrate);
            Ok(State {
                keys,
                tokens: store.tokens(make::ACCOUNT, None, 100)?,
                data_keys: store.data_keys()?,
                entries: entries.iter().map(bytes).collect(),
                told: told.iter().map(|entry| entry.draft.detail.to_string()).collect(),
                histories,
                open: lane.open_claims(),
                journal: store.journal(0, 100)?,
                snapshot: store.journal_snapshot()?,
                taken: Vec::new(),
            })
        };
        let mut state = read().map_err(|error: StoreError| error.to_string())?;
        state.taken = state.keys.iter().map(|row| takes(lane.as_mut(), row)).collect();
        Ok(state)
    }

    /// What differs, if anything does.
    pub(super) fn same_as(&self, other: &State) -> Result<(), String> {
        fn same<T: PartialEq + Debug>(what: &str, left: &T, right: &T) -> Result<(), String> {
            if left == right { Ok(()) } else { Err(format!("{what}: {left:?} became {right:?}")) }
        }
        same("keys", &self.keys, &other.keys)?;
        same("tokens", &self.tokens, &other.tokens)?;
        same("data keys", &self.data_keys, &other.data_keys)?;
        same("entries", &self.entries, &other.entries)?;
        same("migrations told", &self.told, &other.told)?;
        same("histories", &self.histories, &other.histories)?;
        same("open claims", &self.open, &other.open)?;
        same("journal", &self.journal, &other.journal)?;
        same("snapshot", &self.snapshot, &other.snapshot)?;
        same("nonces", &self.taken, &other.taken)
    }
}

fn bytes(entry: &Entry) -> Vec<u8> {
    let mut bytes = Vec::new();
    claviger_audit::encode(entry, &mut bytes);
    bytes
}

/// Which nonces, from below, the key takes.
fn takes(lane: &mut dyn claviger_core::store::Lane, row: &KeyRow) -> Vec<bool> {
    let call = |nonce| {
        let Item::Claim(claim) = make::call(0, nonce, Action::Balance) else { panic!("a call is a claim") };
        Item::Claim(Claim { key: row.record.id, revision: row.record.revision, ..claim })
    };
    let calls: Vec<Item> = (1..NONCES).map(call).collect();
    let settled = lane.commit(&calls, make::at(2000)).unwrap();
    settled.iter().map(|settled| matches!(settled, Settled::Accepted(_))).collect()
}
