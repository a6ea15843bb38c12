//! Small numbers become records at their revision.

use super::{Which, Write};
use crate::conformance::make;
use claviger_core::store::{
    Item, Record, RecordKind, RecordLimit, RecordScope, RecordWrite, Store, StoreError,
};
use claviger_core::time::Timestamp;
use std::collections::BTreeMap;

/// Records of each kind.
pub(super) const RECORDS: u8 = 5;
const HANDLES: u8 = 4;

/// What the script knows of the records: what the first engine has, and what was asked for since.
#[derive(Default)]
pub(super) struct Records(BTreeMap<(RecordKind, u64), Record>);

impl Records {
    /// Takes over what is on record.
    pub(super) fn learn(&mut self, store: &dyn Store) -> Result<(), StoreError> {
        self.0.clear();
        for record in (0..RECORDS).flat_map(|n| [session(n), member(n)]) {
            let found = store.record(record.kind, record.id)?;
            self.0.extend(found.map(|found| ((found.kind, found.id), found)));
        }
        Ok(())
    }

    pub(super) fn write(&mut self, write: &Write, now: Timestamp) -> RecordWrite {
        match write {
            Write::CreateSession { session: n, handle, secs } => {
                let expires_at = Some(now.plus_secs(*secs));
                let record = Record { expires_at, ..named(session(*n), *handle) };
                self.create(record, RecordScope::Owner)
            }
            Write::CreateMember { member: n, handle } => {
                self.create(named(member(*n), *handle), RecordScope::Account)
            }
            Write::Update { which, handle, stale } => {
                let known = self.known(*which);
                let next = named(make::revised(&known, |next| next.body = [*handle].into()), *handle);
                if !stale {
                    self.0.insert((next.kind, next.id), next.clone());
                }
                make::update_record(&next, known.revision - u64::from(*stale))
            }
            Write::Require(which, stale) => {
                let Record { kind, id, revision, .. } = self.known(*which);
                RecordWrite::Require { kind, id, revision: revision - u64::from(*stale) }
            }
            Write::Remove(which, stale) => {
                let Record { kind, id, revision, .. } = self.known(*which);
                RecordWrite::Remove { kind, id, from: revision - u64::from(*stale) }
            }
            Write::RemoveOwned { person, except } => RecordWrite::RemoveOwned {
                kind: RecordKind::Session,
                owner: session(*person).owner,
                except: except.map(|n| session(n).id),
            },
        }
    }

    fn create(&mut self, record: Record, scope: RecordScope) -> RecordWrite {
        self.0.entry((record.kind, record.id)).or_insert_with(|| record.clone());
        make::create_record(&record, Some(RecordLimit { scope, most: 2 }))
    }

    /// As it is on record, or as it would be made.
    pub(super) fn known(&self, which: Which) -> Record {
        let record = match which {
            Which::Session(n) => session(n),
            Which::Member(n) => member(n),
        };
        self.0.get(&(record.kind, record.id)).cloned().unwrap_or(record)
    }

    pub(super) fn prolong(&self, n: u8, expires_at: Timestamp) -> Item {
        let Record { kind, id, .. } = session(n);
        Item::Prolong { kind, id, expires_at }
    }
}

/// Session `n`, of one of two persons.
fn session(n: u8) -> Record {
    let n = n % RECORDS;
    make::session(u64::from(1 + n % 2), n.into())
}

/// Place `n`, of one of two persons in one of two accounts.
fn member(n: u8) -> Record {
    let n = n % RECORDS;
    make::member(u64::from(1 + n / 3), u64::from(1 + n % 2), n.into())
}

fn named(record: Record, handle: u8) -> Record {
    let handle = handle % (HANDLES + 1);
    Record { handle: (handle < HANDLES).then(|| [handle].into()), ..record }
}

/// Every handle there may be.
pub(super) fn handles() -> impl Iterator<Item = [u8; 1]> {
    (0..HANDLES).map(|handle| [handle])
}
