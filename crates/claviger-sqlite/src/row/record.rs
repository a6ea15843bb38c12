//! A row of `records`.

use super::{Cells, unbits};
use crate::error::Result;
use claviger_core::id::AccountId;
use claviger_core::store::{Record, RecordKind};
use rusqlite::Row;

/// What [`record`] reads.
pub(crate) const RECORD_COLUMNS: &str =
    "kind, id, account, owner, handle, revision, created_at, expires_at, body";

pub(crate) fn record(row: &Row<'_>) -> Result<Record> {
    let mut cells = Cells::new("records", row);
    Ok(Record {
        kind: cells.code("kind", RecordKind::from_u8)?,
        id: unbits(cells.int("id")?),
        account: cells.opt_narrow("account")?.map(AccountId::from_u64),
        owner: unbits(cells.int("owner")?),
        handle: cells.opt_blob("handle")?.map(Into::into),
        revision: unbits(cells.int("revision")?),
        created_at: cells.time("created_at")?,
        expires_at: cells.opt_time("expires_at")?,
        body: cells.blob("body")?.into(),
    })
}
