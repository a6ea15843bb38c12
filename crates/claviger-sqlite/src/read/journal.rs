//! The upstream's journal, and the wrapped data keys.

use super::{number, one, some};
use crate::error::Result;
use crate::row::Cells;
use claviger_core::store::{JournalRecord, WrappedKeys};
use rusqlite::Connection;

pub(crate) fn records(conn: &Connection, from: u64, limit: usize) -> Result<Vec<JournalRecord>> {
    let sql = "SELECT number, record FROM journal WHERE number >= ?1 ORDER BY number";
    some(conn, sql, [from.min(i64::MAX as u64).cast_signed()], limit, |row| {
        let mut cells = Cells::new("journal", row);
        let number = cells.narrow("number")?;
        Ok(Some(JournalRecord { number, bytes: cells.blob("record")?.to_vec() }))
    })
}

pub(crate) fn snapshot(conn: &Connection) -> Result<Option<(u64, Vec<u8>)>> {
    one(conn, "SELECT below, snapshot FROM journal_snapshot", [], |row| {
        let mut cells = Cells::new("journal_snapshot", row);
        Ok((cells.narrow("below")?, cells.blob("snapshot")?.to_vec()))
    })
}

pub(crate) fn data_keys(conn: &Connection) -> Result<WrappedKeys> {
    let sql = "SELECT id, wrapped FROM data_keys ORDER BY id";
    let keys = some(conn, sql, [], usize::MAX, |row| {
        let mut cells = Cells::new("data_keys", row);
        Ok(Some((cells.narrow("id")?, cells.blob("wrapped")?.to_vec())))
    })?;
    let generation = number(conn, "SELECT data_key_generation FROM meta")?;
    Ok(WrappedKeys { generation: generation.cast_unsigned(), keys })
}
