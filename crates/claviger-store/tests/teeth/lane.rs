//! The writing half, with one clause broken.

use crate::Tooth;
use claviger_core::entry::{EntryDraft, Outcome};
use claviger_core::reason::Detail;
use claviger_core::store::{
    Change, Claim, CommitError, Item, Lane, LaneHead, Mutation, NonceUse, OpenClaim, Record, Retention,
    Settled, Store, StoreError, Upkeep,
};
use claviger_core::time::Timestamp;
use claviger_store::{MemoryDisk, MemoryStore};
use std::sync::{Arc, Mutex};

/// When every case begins, where time stands still.
const START: Timestamp = Timestamp::from_secs(1_795_000_000);

pub(crate) struct BrokenLane {
    pub(crate) tooth: Tooth,
    pub(crate) store: MemoryStore,
    pub(crate) inner: Box<dyn Lane>,
    pub(crate) first: LaneHead,
    /// Records of requests that are written behind their changes.
    pub(crate) behind: Vec<Item>,
    /// Records that were ever made.
    pub(crate) seen: Vec<Record>,
    /// The time of the latest commit.
    pub(crate) now: Timestamp,
    /// The disk as it was before the latest commit.
    pub(crate) unsynced: Arc<Mutex<Option<MemoryDisk>>>,
}

impl BrokenLane {
    fn item(&self, item: &Item) -> Item {
        match item.clone() {
            Item::Claim(claim) => Item::Claim(self.claim(claim)),
            Item::Outcome { draft, journal } if self.tooth == Tooth::OutcomeClosesNothing => {
                Item::Outcome { draft: EntryDraft { detail: Detail::None, ..draft }, journal }
            }
            Item::Outcome { draft, .. } if self.tooth == Tooth::OutcomeWithoutRecord => {
                Item::Outcome { draft, journal: Vec::new() }
            }
            Item::Change(mutation) => {
                let change = self.change(mutation.change);
                let by = self.standing(mutation.by);
                let apart = matches!(self.tooth, Tooth::OnceApart | Tooth::OnceForgotten);
                let once = mutation.once.filter(|_| !apart);
                Item::Change(Box::new(Mutation { change, by, once, ..*mutation }))
            }
            Item::Prolong { kind, id, expires_at } => self.prolong(kind, id, expires_at),
            Item::Derived(writes) => self.derived(writes),
            other => other,
        }
    }

    fn claim(&self, mut claim: Claim) -> Claim {
        match self.tooth {
            Tooth::NonceNotJudged if matches!(claim.nonce, NonceUse::Judge(_)) => {
                claim.nonce = NonceUse::Spare;
            }
            Tooth::RefusalBurnsNothing if claim.draft.outcome == Outcome::Refused => {
                claim.nonce = NonceUse::Spare;
            }
            Tooth::StepNotBurnt => claim.draft.otp_step = None,
            Tooth::RevisionIgnored => {
                let row = self.store.key(claim.key).unwrap();
                claim.revision = row.map_or(claim.revision, |row| row.record.revision);
            }
            Tooth::DeadlineIgnored => claim.deadline = Timestamp::MAX,
            _ => {}
        }
        claim
    }

    fn change(&self, change: Change) -> Change {
        match (self.tooth, change) {
            (Tooth::LimitIgnored, Change::CreateKey { row, .. }) => {
                Change::CreateKey { row, limit: u32::MAX }
            }
            (Tooth::UpdateUnconditional, Change::UpdateKey { mut row, .. }) => {
                let from = self.store.key(row.record.id).unwrap().map_or(0, |row| row.record.revision);
                row.record.revision = row.record.revision.max(from + 1);
                Change::UpdateKey { row, from }
            }
            (Tooth::RotationHalved, Change::RotateKey { row, from, .. }) => Change::UpdateKey { row, from },
            (Tooth::KeyRecordsForgotten, Change::UpdateKeyWith { row, from, .. }) => {
                Change::UpdateKey { row, from }
            }
            (Tooth::DataKeysUnconditional, Change::DataKeys { wrapped, .. }) => {
                Change::DataKeys { wrapped, from: self.store.data_keys().unwrap().generation }
            }
            (_, Change::Records(writes)) => Change::Records(self.writes(writes)),
            (_, change) => change,
        }
    }

    fn result(&self, settled: Settled, now: Timestamp) -> Settled {
        match (self.tooth, settled) {
            (Tooth::ClockBelieved, Settled::Written(mut place)) => {
                place.time = now;
                Settled::Written(place)
            }
            (Tooth::DenialWithoutDetail, Settled::Refused(place, mut denial)) => {
                denial.detail = Detail::None;
                Settled::Refused(place, denial)
            }
            (_, settled) => settled,
        }
    }

    /// The first key of a pair that conflicts is written all the same.
    fn keep_first_halves(&mut self, items: &[Item], now: Timestamp) -> Result<(), CommitError> {
        for item in items {
            let Item::Change(mutation) = item else { continue };
            if let Change::RotateKey { row, from, .. } = &mutation.change {
                let change = Change::UpdateKey { row: row.clone(), from: *from };
                let half = Mutation { change, ..(**mutation).clone() };
                self.inner.commit(&[Item::Change(Box::new(half))], now)?;
            }
        }
        Ok(())
    }

    fn take_back(&mut self) {
        self.inner = self.store.open_lane(self.first.log).unwrap();
    }
}

/// What a request is known by, without its change.
fn record_alone(item: &Item) -> Option<Item> {
    let Item::Change(mutation) = item else { return None };
    mutation.once.as_ref()?;
    Some(Item::Change(Box::new(Mutation { change: Change::UPSTREAM, by: None, ..(**mutation).clone() })))
}

impl Lane for BrokenLane {
    fn head(&self) -> LaneHead {
        let mut head = self.inner.head();
        match self.tooth {
            Tooth::EpochStands => head.epoch = 1,
            Tooth::HeadStands => head = self.first,
            _ => {}
        }
        head
    }

    fn commit(&mut self, items: &[Item], now: Timestamp) -> Result<Vec<Settled>, CommitError> {
        if self.tooth == Tooth::AnswerBeforeSync {
            *self.unsynced.lock().unwrap() = Some(self.store.disk().image());
        }
        let behind = std::mem::take(&mut self.behind);
        if !behind.is_empty() {
            self.inner.commit(&behind, now)?;
        }
        if self.tooth == Tooth::OnceApart {
            self.behind = items.iter().filter_map(record_alone).collect();
        }
        let now = if self.tooth == Tooth::ExpiryIgnored { START } else { now };
        self.now = now;
        self.see(items);
        let mut items: Vec<Item> = items.iter().map(|item| self.item(item)).collect();
        if self.tooth == Tooth::RecordsApart {
            self.write_apart(&mut items)?;
        }
        let sessions = self.sessions();
        let mut done = self.inner.commit(&items, now);
        if self.tooth == Tooth::RollbackKeepsSessions {
            self.keep_sessions(sessions)?;
        }
        if self.tooth == Tooth::RotationApart {
            self.keep_first_halves(&items, now)?;
        }
        if self.tooth == Tooth::OldOwnerGoesOn && matches!(done, Err(CommitError::Fenced)) {
            self.take_back();
            done = self.inner.commit(&items, now);
        }
        Ok(done?.into_iter().map(|settled| self.result(settled, now)).collect())
    }

    fn reopen(&mut self) -> Result<(), StoreError> {
        if self.tooth == Tooth::ReopenGivesUpNothing {
            self.take_back();
        }
        self.inner.reopen()
    }

    fn open_claims(&self) -> Vec<OpenClaim> {
        if self.tooth == Tooth::OpenClaimsForgotten { Vec::new() } else { self.inner.open_claims() }
    }

    fn maintain(&mut self, now: Timestamp, retention: &Retention) -> Result<Upkeep, CommitError> {
        let mut retention = *retention;
        match self.tooth {
            Tooth::UpkeepWrites => drop(self.inner.commit(&[Item::Journal(b"here".to_vec())], now)?),
            Tooth::RetentionTooEager if retention.max_age_secs.is_some() => retention.max_bytes = Some(1),
            Tooth::UpkeepTakesTheLive => return self.inner.maintain(now.plus_secs(3600), &retention),
            Tooth::RetentionNever => retention = Retention { max_age_secs: None, max_bytes: None },
            _ => {}
        }
        self.inner.maintain(now, &retention)
    }
}
