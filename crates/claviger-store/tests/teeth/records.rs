//! Records, with one clause broken.

use crate::Tooth;
use crate::lane::BrokenLane;
use claviger_core::store::{
    Change, CommitError, DerivedWrites, Item, Mutation, Record, RecordKind, RecordScope, RecordWrite,
    RecordsOf, Standing, Store as _,
};
use claviger_core::time::Timestamp;

impl BrokenLane {
    /// Who makes a change, if that is judged at all.
    pub(crate) fn standing(&self, by: Option<Standing>) -> Option<Standing> {
        by.filter(|by| match by {
            Standing::Token { .. } => self.tooth != Tooth::TokenNotJudged,
            Standing::Session { .. } => self.tooth != Tooth::SessionNotJudged,
        })
    }

    pub(crate) fn writes(&self, writes: Vec<RecordWrite>) -> Vec<RecordWrite> {
        let kept = |one: &RecordWrite| {
            self.tooth != Tooth::RequireIgnored || !matches!(one, RecordWrite::Require { .. })
        };
        writes.into_iter().filter(kept).map(|one| self.write(one)).collect()
    }

    fn write(&self, write: RecordWrite) -> RecordWrite {
        match (self.tooth, write) {
            (Tooth::HandleNotUnique, RecordWrite::Create { record, limit }) => {
                RecordWrite::Create { record: self.nameless_if_taken(record), limit }
            }
            (Tooth::HandleNotUnique, RecordWrite::Update { record, from }) => {
                RecordWrite::Update { record: self.nameless_if_taken(record), from }
            }
            (Tooth::RecordLimitOutside, RecordWrite::Create { record, limit }) => {
                let limit = limit.filter(|limit| self.count(&record, limit.scope) >= limit.most as usize);
                RecordWrite::Create { record, limit }
            }
            (Tooth::RecordUpdateUnconditional, RecordWrite::Update { mut record, from }) => {
                let found = self.store.record(record.kind, record.id).unwrap();
                let from = found.map_or(from, |found| found.revision);
                record.revision = record.revision.max(from + 1);
                RecordWrite::Update { record, from }
            }
            (Tooth::ExceptIgnored, RecordWrite::RemoveOwned { kind, owner, .. }) => {
                RecordWrite::RemoveOwned { kind, owner, except: None }
            }
            (_, write) => write,
        }
    }

    fn nameless_if_taken(&self, record: Record) -> Record {
        let handle = record.handle.clone().unwrap_or_default();
        let other = self.store.record_by_handle(record.kind, &handle).unwrap();
        if other.is_some_and(|other| other.id != record.id) {
            Record { handle: None, ..record }
        } else {
            record
        }
    }

    /// What is there before the group.
    fn count(&self, record: &Record, scope: RecordScope) -> usize {
        let of = match scope {
            RecordScope::Account => RecordsOf::Account(record.account.unwrap()),
            RecordScope::Owner => RecordsOf::Owner(record.owner),
            RecordScope::Kind => RecordsOf::Kind,
        };
        self.store.records(record.kind, of, None, usize::MAX).unwrap().len()
    }

    /// What is prolonged is written anew if it is gone.
    pub(crate) fn prolong(&self, kind: RecordKind, id: u64, expires_at: Timestamp) -> Item {
        let seen = self.seen.iter().rev().find(|seen| (seen.kind, seen.id) == (kind, id));
        match seen {
            Some(seen) if self.tooth == Tooth::ProlongRevives => {
                let record = Record { expires_at: Some(expires_at), ..seen.clone() };
                let there = self.store.record(kind, id).unwrap().is_some_and(|one| one.is_live(self.now));
                if there { Item::Prolong { kind, id, expires_at } } else { self.alone(vec![create(record)]) }
            }
            _ => Item::Prolong { kind, id, expires_at },
        }
    }

    /// What follows from entries is written like a change.
    pub(crate) fn derived(&self, writes: DerivedWrites) -> Item {
        match self.tooth {
            Tooth::DerivedHasAnEntry => self.alone(writes.as_slice().to_vec()),
            _ => Item::Derived(writes),
        }
    }

    /// Remembers what is made.
    pub(crate) fn see(&mut self, items: &[Item]) {
        for write in items.iter().flat_map(writes_of) {
            if let RecordWrite::Create { record, .. } = write {
                self.seen.push(record.clone());
            }
        }
    }

    /// All but the last write of each change, on their own.
    pub(crate) fn write_apart(&mut self, items: &mut [Item]) -> Result<(), CommitError> {
        for item in items {
            let writes = writes_of(item).to_vec();
            let Some((last, others)) = writes.split_last() else { continue };
            for one in others {
                let alone = self.alone(vec![one.clone()]);
                self.inner.commit(&[alone], self.now)?;
            }
            *item = self.alone(vec![last.clone()]);
        }
        Ok(())
    }

    /// Puts back what a rollback removed.
    pub(crate) fn keep_sessions(&mut self, sessions: Vec<Record>) -> Result<(), CommitError> {
        let gone = |one: &Record| self.store.record(one.kind, one.id).unwrap().is_none();
        let back: Vec<_> = sessions.into_iter().filter(gone).map(create).collect();
        if back.is_empty() {
            return Ok(());
        }
        let back = self.alone(back);
        self.inner.commit(&[back], self.now).map(drop)
    }

    pub(crate) fn sessions(&self) -> Vec<Record> {
        self.store.records(RecordKind::Session, RecordsOf::Kind, None, 64).unwrap()
    }

    fn alone(&self, writes: Vec<RecordWrite>) -> Item {
        let entry = claviger_core::store::retention_note(None, 0);
        Item::Change(Box::new(Mutation::new(Change::Records(writes), entry)))
    }
}

fn create(record: Record) -> RecordWrite {
    RecordWrite::Create { record, limit: None }
}

fn writes_of(item: &Item) -> &[RecordWrite] {
    match item {
        Item::Change(mutation) => match &mutation.change {
            Change::Records(writes) => writes,
            _ => &[],
        },
        _ => &[],
    }
}
