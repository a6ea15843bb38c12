//! Entries in the order of the log.

use super::runs::{Flow, forward};
use crate::error::Result;
use claviger_core::entry::Entry;
use claviger_core::id::LogId;
use rusqlite::Connection;

/// At most `limit` entries of `log` from `from` on.
pub(crate) fn entries(conn: &Connection, log: LogId, from: u64, limit: usize) -> Result<Vec<Entry>> {
    let mut found = Vec::new();
    if limit == 0 || log_of(conn)? != Some(log) {
        return Ok(found);
    }
    forward(conn, from, |run| {
        for packed in run.entries()?.into_iter().filter(|packed| packed.sequence >= from) {
            found.push(packed.entry()?);
            if found.len() >= limit {
                return Ok(Flow::Break(()));
            }
        }
        Ok(Flow::Continue(()))
    })?;
    Ok(found)
}

/// The log this store has, once a lane was opened.
pub(crate) fn log_of(conn: &Connection) -> Result<Option<LogId>> {
    super::one(conn, "SELECT log FROM lanes", [], |row| {
        crate::row::Cells::new("lanes", row).narrow("log").map(LogId)
    })
}
