//! What is compared with a witness.

use super::runs::{Flow, forward};
use super::{entries, one};
use crate::error::{Result, corrupt};
use crate::row::Cells;
use claviger_audit::witness::{Hold, Position};
use claviger_audit::{LeafHash, leaf_hash};
use claviger_core::id::{LogId, StoreId};
use rusqlite::Connection;

/// Where the store stands; `log` is the one it would have, if no lane was ever opened.
pub(crate) fn position(conn: &Connection, log: LogId) -> Result<Position> {
    let sql = "SELECT store, held_epoch, held_at, coalesce(log, ?1), coalesce(epoch, 0), coalesce(next_sequence, 0),
                   coalesce(latest, 0)
               FROM meta LEFT JOIN lanes";
    let found = one(conn, sql, [log.0], |row| {
        let mut cells = Cells::new("meta", row);
        let store = StoreId::from_u64(cells.narrow("store")?);
        let hold = Hold { epoch: cells.narrow("held_epoch")?, at: cells.time("held_at")? };
        Ok(Position {
            store,
            log: LogId(cells.narrow("log")?),
            epoch: cells.narrow("epoch")?,
            next_sequence: cells.narrow("next_sequence")?,
            latest: cells.time("latest")?,
            held: Some(hold).filter(|hold| hold.epoch > 0),
        })
    })?;
    found.ok_or_else(|| corrupt("meta", "one", "no row"))
}

/// What the store is called.
pub(crate) fn store(conn: &Connection) -> Result<Option<StoreId>> {
    one(conn, "SELECT store FROM meta", [], |row| {
        Cells::new("meta", row).narrow("store").map(StoreId::from_u64)
    })
}

/// The leaf hash of the entry with this sequence, if it is kept.
pub(crate) fn leaf(conn: &Connection, log: LogId, sequence: u64) -> Result<Option<LeafHash>> {
    let mut found = None;
    if entries::log_of(conn)? != Some(log) {
        return Ok(found);
    }
    forward(conn, sequence, |run| {
        let entries = run.entries()?;
        found = entries.iter().find(|entry| entry.sequence == sequence).map(|entry| leaf_hash(entry.bytes));
        Ok(Flow::Break(()))
    })?;
    Ok(found)
}
