//! Entries in the order of the log.

use super::runs::{Flow, Packed, forward};
use crate::error::Result;
use claviger_core::entry::Entry;
use claviger_core::id::LogId;
use claviger_core::store::{Followed, Wanted};
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

/// The wanted ones among at most `scan` entries of `log` from `from` on: of the others only the leading part is read.
pub(crate) fn follow(
    conn: &Connection,
    log: LogId,
    from: u64,
    wanted: Wanted,
    scan: usize,
) -> Result<Followed> {
    let mut followed = Followed { entries: Vec::new(), next: from, oldest: from };
    if scan == 0 || log_of(conn)? != Some(log) {
        return Ok(followed);
    }
    let (mut looked, mut first) = (0, None);
    forward(conn, from, |run| {
        for packed in run.entries()?.into_iter().filter(|packed| packed.sequence >= from) {
            first.get_or_insert(packed.sequence);
            keep(&packed, wanted, &mut followed.entries)?;
            followed.next = packed.sequence + 1;
            looked += 1;
            if looked >= scan {
                return Ok(Flow::Break(()));
            }
        }
        Ok(Flow::Continue(()))
    })?;
    followed.oldest = first.unwrap_or(from);
    Ok(followed)
}

fn keep(packed: &Packed<'_>, wanted: Wanted, into: &mut Vec<Entry>) -> Result<()> {
    let peek = packed.peek()?;
    if wanted(peek.action, peek.outcome) {
        into.push(packed.entry()?);
    }
    Ok(())
}

/// The log this store has, once a lane was opened.
pub(crate) fn log_of(conn: &Connection) -> Result<Option<LogId>> {
    super::one(conn, "SELECT log FROM lanes", [], |row| {
        crate::row::Cells::new("lanes", row).narrow("log").map(LogId)
    })
}
