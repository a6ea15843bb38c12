//! Counts and sizes.

use super::{number, one};
use crate::error::Result;
use crate::row::Cells;
use claviger_core::store::StoreStats;
use rusqlite::Connection;
use std::path::Path;

/// Counts, with the write-ahead log at `wal` counted in.
pub(crate) fn stats(conn: &Connection, wal: &Path) -> Result<StoreStats> {
    let next_sequence = next_sequence(conn)?;
    Ok(StoreStats {
        // Slots are dense, and keys are never deleted.
        keys: number(conn, "SELECT coalesce(max(slot), 0) FROM keys")?.cast_unsigned(),
        bytes: database_bytes(conn)?.saturating_add(wal_bytes(wal)),
        oldest_sequence: oldest_sequence(conn)?.unwrap_or(next_sequence),
        next_sequence,
        answers: number(conn, "SELECT count(*) FROM answers")?.cast_unsigned(),
    })
}

/// Bytes of the pages in use.
pub(crate) fn database_bytes(conn: &Connection) -> Result<u64> {
    let pages = number(conn, "PRAGMA page_count")?;
    let free = number(conn, "PRAGMA freelist_count")?;
    let size = number(conn, "PRAGMA page_size")?;
    Ok((pages.saturating_sub(free)).saturating_mul(size).max(0).cast_unsigned())
}

pub(crate) fn wal_bytes(wal: &Path) -> u64 {
    std::fs::metadata(wal).map_or(0, |meta| meta.len())
}

/// The sequence of the oldest entry that is kept, if there is one.
pub(crate) fn oldest_sequence(conn: &Connection) -> Result<Option<u64>> {
    one(conn, "SELECT first_sequence FROM groups ORDER BY first_sequence LIMIT 1", [], |row| {
        Cells::new("groups", row).narrow("first_sequence")
    })
}

fn next_sequence(conn: &Connection) -> Result<u64> {
    let next = one(conn, "SELECT next_sequence FROM lanes", [], |row| {
        Cells::new("lanes", row).narrow("next_sequence")
    });
    Ok(next?.unwrap_or(0))
}
