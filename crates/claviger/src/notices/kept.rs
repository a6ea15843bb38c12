//! What is on record of how far things are, and how it is written.

use super::NoticeError;
use crate::manage::people::parsed;
use crate::secrets::OsEntropy;
use claviger_core::entropy::draw;
use claviger_core::notices::{Mark, Position, Refusals};
use claviger_core::store::{Record, RecordKind, RecordWrite, RecordsOf, Store, StoreError};
use std::collections::BTreeMap;

/// Records of refusals read at once.
const BATCH: usize = 200;

/// What a record is found by.
pub(super) type Handle = Box<[u8]>;

/// A record that is changed in place.
pub(super) struct Kept<T> {
    pub(super) id: u64,
    /// 0 before it is on record.
    pub(super) revision: u64,
    pub(super) value: T,
}

/// The write of a record that was at `from`; a new one if that is 0.
pub(super) fn stored(record: Record, from: u64) -> RecordWrite {
    if from == 0 { RecordWrite::Create { record, limit: None } } else { RecordWrite::Update { record, from } }
}

/// A number for a record nobody asks for by it.
pub(super) fn random() -> Result<u64, NoticeError> {
    Ok(u64::from_le_bytes(draw(&mut OsEntropy)?) >> 4)
}

type Loaded = (Option<Kept<Position>>, BTreeMap<Handle, Kept<Refusals>>);

/// How far the log was read, and what waits to be told together.
pub(super) fn load(store: &dyn Store, handle: &[u8]) -> Result<Loaded, StoreError> {
    let (mut position, mut refusals, mut after) = (None, BTreeMap::new(), None);
    if let Some(record) = store.record_by_handle(RecordKind::Cursor, handle)?
        && let Mark::Position(value) = parsed(&record)?
    {
        position = Some(Kept { id: record.id, revision: record.revision, value });
    }
    loop {
        let batch = store.records(RecordKind::Cursor, RecordsOf::Owner(0), after, BATCH)?;
        for record in &batch {
            if let Mark::Refusals(value) = parsed(record)?
                && let Some(handle) = record.handle.clone()
            {
                refusals.insert(handle, Kept { id: record.id, revision: record.revision, value });
            }
        }
        if batch.len() < BATCH {
            return Ok((position, refusals));
        }
        after = batch.last().map(|record| record.id);
    }
}
