//! What a dead server left on the disk, read from a copy, so that what starts next finds it as it was.

use crate::book::Call;
use claviger_core::entry::{Actor, Entry, Outcome};
use claviger_core::id::{AccountId, KeyId, LogId};
use claviger_core::key::KeyRecord;
use claviger_core::store::{KeyFilter, Store};
use claviger_sqlite::{Options, SqliteStore};
use claviger_venue::{Venue, decode_events};
use std::collections::HashMap;
use std::path::Path;

/// Entries read at once.
const BATCH: usize = 10_000;

/// The whole of it.
#[derive(Clone)]
pub(crate) struct Image {
    pub(crate) entries: Vec<Entry>,
    pub(crate) keys: Vec<KeyRecord>,
    pub(crate) accounts: Vec<AccountId>,
    pub(crate) venue: Venue,
}

impl Image {
    /// Reads a data directory that nobody serves.
    ///
    /// # Panics
    /// If anything in it cannot be read: an entry that does not decode is a finding.
    pub(crate) fn read(data: &Path) -> Self {
        let copy = data.with_extension("copy");
        let _ = std::fs::remove_dir_all(&copy);
        copy_folder(data, &copy);
        let image = Self::read_copy(&copy);
        std::fs::remove_dir_all(&copy).expect("the copy is ours");
        image
    }

    fn read_copy(copy: &Path) -> Self {
        let store =
            SqliteStore::open(copy, Options::default()).unwrap_or_else(|error| panic!("the store: {error}"));
        let mut entries = Vec::new();
        loop {
            let read = store.entries(LogId(0), entries.len() as u64, BATCH).expect("every entry can be read");
            let full = read.len() == BATCH;
            entries.extend(read);
            if !full {
                break;
            }
        }
        let accounts: Vec<_> = store.accounts(None, 1000).expect("accounts").iter().map(|a| a.id).collect();
        let keys = accounts.iter().flat_map(|account| keys(&store, *account)).collect();
        Image { entries, keys, accounts, venue: venue(&store) }
    }

    /// The epoch in which the last entry was written.
    pub(crate) fn last_epoch(&self) -> u32 {
        self.entries.last().map_or(0, |entry| entry.place.epoch)
    }

    /// The entries that are claims, by their key and the digest of their request (which does not tell keys apart).
    pub(crate) fn claims(&self) -> Claims<'_> {
        let mut claims = HashMap::<_, Vec<_>>::new();
        for entry in &self.entries {
            if let (Actor::Key(key), Outcome::Allowed | Outcome::Refused) =
                (entry.draft.actor, entry.draft.outcome)
            {
                claims.entry((key, entry.draft.digest)).or_default().push(entry);
            }
        }
        Claims(claims)
    }

    /// The outcome entries, by the sequence of their claim.
    pub(crate) fn outcomes(&self) -> HashMap<u64, Vec<&Entry>> {
        let mut outcomes: HashMap<_, Vec<_>> = HashMap::new();
        for entry in &self.entries {
            if let Some(claim) = entry.draft.closes_claim() {
                outcomes.entry(claim).or_default().push(entry);
            }
        }
        outcomes
    }
}

/// Claims by what was sent.
pub(crate) struct Claims<'i>(HashMap<(KeyId, [u8; 32]), Vec<&'i Entry>>);

impl<'i> Claims<'i> {
    /// The claims of a call: more than one if it was sent more than once.
    pub(crate) fn of(&self, call: &Call) -> &[&'i Entry] {
        self.0.get(&(call.key, call.signed.digest)).map(Vec::as_slice).unwrap_or_default()
    }
}

fn keys(store: &SqliteStore, account: AccountId) -> Vec<KeyRecord> {
    let (mut all, mut after): (Vec<KeyRecord>, Option<KeyId>) = (Vec::new(), None);
    loop {
        let page = store.keys(account, &KeyFilter::default(), after, 1000).expect("keys can be read");
        if page.is_empty() {
            return all;
        }
        all.extend(page.into_iter().map(|row| row.record));
        after = all.last().map(|record| record.id);
    }
}

/// The paper exchange as its snapshot and journal say.
fn venue(store: &SqliteStore) -> Venue {
    let (mut next, snapshot) =
        store.journal_snapshot().expect("snapshot").expect("there is one from the first start");
    let mut venue = Venue::restore(&snapshot).expect("a snapshot can be read");
    loop {
        let records = store.journal(next, BATCH).expect("the journal can be read");
        for record in &records {
            assert_eq!(record.number, next, "the journal has a gap");
            let events = decode_events(&record.bytes).expect("a record can be read");
            venue.apply_all(&events).unwrap_or_else(|error| panic!("record {next} does not follow: {error}"));
            next += 1;
        }
        if records.len() < BATCH {
            return venue;
        }
    }
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a new folder");
    for entry in std::fs::read_dir(from).expect("the data directory") {
        let entry = entry.expect("a readable folder");
        if entry.file_type().expect("a type").is_file() {
            std::fs::copy(entry.path(), to.join(entry.file_name())).expect("a file can be copied");
        }
    }
}
