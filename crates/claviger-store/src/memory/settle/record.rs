//! Records are made, changed, removed and prolonged.

use super::Group;
use crate::memory::image::Image;
use claviger_core::store::{
    Conflict, DerivedWrites, Record, RecordKind, RecordLimit, RecordScope, RecordWrite, Settled, Standing,
};
use claviger_core::time::Timestamp;
use std::convert::Infallible;

type Done = Result<(), Conflict>;

impl Group<'_> {
    /// Whether whoever makes a change is still who was recognised.
    pub(super) fn stands(&mut self, by: Option<Standing>) -> bool {
        let (time, image) = (self.time(), &self.image);
        by.is_none_or(|by| {
            let token = |id| Ok::<_, Infallible>(image.tokens.get(id).cloned());
            by.holds(time, token, |kind, id| Ok(image.records.get((kind, id)).cloned())) == Ok(true)
        })
    }

    /// All of the writes, or none.
    pub(super) fn records(&mut self, writes: &[RecordWrite]) -> Done {
        RecordWrite::fit(writes)?;
        let time = self.time();
        let before = self.image.records.clone();
        let done = writes.iter().try_for_each(|one| write(self.image, one, time));
        if done.is_err() {
            self.image.records = before;
        }
        done
    }

    pub(super) fn derived(&mut self, writes: &DerivedWrites) -> Settled {
        match self.records(writes.as_slice()) {
            Err(conflict) => Settled::Conflict(conflict),
            Ok(()) => {
                self.wrote = true;
                Settled::Derived
            }
        }
    }

    pub(super) fn prolong(&mut self, kind: RecordKind, id: u64, expires_at: Timestamp) -> Settled {
        let time = self.time();
        let stored = self.image.records.get_mut((kind, id)).filter(|record| record.is_live(time));
        let Some(stored) = stored else { return Settled::Conflict(Conflict::Missing) };
        if stored.expires_at.is_some_and(|at| at < expires_at) {
            stored.expires_at = Some(expires_at);
            self.wrote = true;
        }
        Settled::Prolonged
    }
}

fn write(image: &mut Image, write: &RecordWrite, time: Timestamp) -> Done {
    match write {
        RecordWrite::Create { record, limit } => create(image, record, *limit, time),
        RecordWrite::Update { record, from } => update(image, record, *from, time),
        RecordWrite::Require { kind, id, revision } => require(image, *kind, *id, *revision, time),
        RecordWrite::Remove { kind, id, from } => {
            require(image, *kind, *id, *from, time)?;
            image.records.remove((*kind, *id));
            Ok(())
        }
        RecordWrite::RemoveOwned { kind, owner, except } => {
            let goes = |record: &Record| {
                record.kind == *kind && record.owner == *owner && *owner != 0 && Some(record.id) != *except
            };
            image.records.retain(|record| !goes(record));
            Ok(())
        }
    }
}

fn create(image: &mut Image, record: &Record, limit: Option<RecordLimit>, time: Timestamp) -> Done {
    if record.account.is_some_and(|account| !image.accounts.contains(account)) {
        return Err(Conflict::Missing);
    }
    if live(image, record.kind, record.id, time).is_some() {
        return Err(Conflict::Exists);
    }
    free_handle(image, record, time)?;
    if let Some(RecordLimit { scope, most }) = limit {
        let rivals = image.records.iter().filter(|other| other.is_live(time) && counts(scope, other, record));
        if rivals.count() >= most as usize {
            return Err(Conflict::LimitReached(most));
        }
    }
    image.records.remove((record.kind, record.id));
    image.records.insert((record.kind, record.id), record.clone());
    Ok(())
}

fn update(image: &mut Image, record: &Record, from: u64, time: Timestamp) -> Done {
    let stored = live(image, record.kind, record.id, time)
        .filter(|stored| (stored.account, stored.owner) == (record.account, record.owner));
    let stored = stored.ok_or(Conflict::Missing)?;
    if stored.revision != from || record.revision <= from {
        return Err(Conflict::Revision);
    }
    free_handle(image, record, time)?;
    if let Some(stored) = image.records.get_mut((record.kind, record.id)) {
        *stored = record.clone();
    }
    Ok(())
}

fn require(image: &Image, kind: RecordKind, id: u64, revision: u64, time: Timestamp) -> Done {
    let stored = live(image, kind, id, time).ok_or(Conflict::Missing)?;
    if stored.revision == revision { Ok(()) } else { Err(Conflict::Revision) }
}

fn live(image: &Image, kind: RecordKind, id: u64, time: Timestamp) -> Option<&Record> {
    image.records.get((kind, id)).filter(|record| record.is_live(time))
}

/// Refuses a handle that another live record has; one that is live no longer gives it up.
fn free_handle(image: &mut Image, record: &Record, time: Timestamp) -> Done {
    let rival = |other: &&Record| {
        record.handle.is_some()
            && (other.kind, &other.handle) == (record.kind, &record.handle)
            && other.id != record.id
    };
    let Some(other) = image.records.iter().find(rival) else { return Ok(()) };
    if other.is_live(time) {
        return Err(Conflict::NameTaken);
    }
    let gone = (other.kind, other.id);
    image.records.remove(gone);
    Ok(())
}

fn counts(scope: RecordScope, other: &Record, record: &Record) -> bool {
    other.kind == record.kind
        && match scope {
            RecordScope::Account => other.account == record.account,
            RecordScope::Owner => other.owner == record.owner,
            RecordScope::Kind => true,
        }
}
