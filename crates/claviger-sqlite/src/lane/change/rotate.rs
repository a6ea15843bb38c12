//! A key gets a successor, or that is taken back: two rows, both written or neither.

use super::{Changed, key};
use crate::error::Result;
use crate::lane::hot::Hot;
use claviger_core::key::Revision;
use claviger_core::store::{Conflict, KeyRow};
use rusqlite::Connection;

/// The key makes way first, since its successor may take its name.
pub(super) fn rotate(
    conn: &Connection,
    hot: &mut Hot,
    (old, from): (&KeyRow, Revision),
    (successor, limit): (&KeyRow, u32),
) -> Changed {
    let written = both(conn, || match key::write_row(conn, hot, old, from)? {
        Ok(slot) => Ok(key::create(conn, successor, limit)?.map(|_| slot)),
        Err(conflict) => Ok(Err(conflict)),
    });
    match written? {
        Err(conflict) => Ok(Err(conflict)),
        Ok(slot) => {
            key::remember(conn, hot, slot, &old.record)?;
            // The entry is about the key, and takes its slot.
            Ok(Ok(None))
        }
    }
}

/// The successor goes first, since the key takes its name back.
pub(super) fn roll_back(
    conn: &Connection,
    hot: &mut Hot,
    (row, from): (&KeyRow, Revision),
    (successor, successor_from): (&KeyRow, Revision),
) -> Changed {
    let slots = both(conn, || match key::write_row(conn, hot, successor, successor_from)? {
        Ok(of_successor) => Ok(key::write_row(conn, hot, row, from)?.map(|of_row| (of_successor, of_row))),
        Err(conflict) => Ok(Err(conflict)),
    });
    let (of_successor, of_row) = match slots? {
        Ok(slots) => slots,
        Err(conflict) => return Ok(Err(conflict)),
    };
    key::remember(conn, hot, of_successor, &successor.record)?;
    key::remember(conn, hot, of_row, &row.record)?;
    Ok(Ok(None))
}

/// Writes rows; if that conflicts, they are as they were. The memory follows only after it.
fn both<T>(
    conn: &Connection,
    write: impl FnOnce() -> Result<std::result::Result<T, Conflict>>,
) -> Result<std::result::Result<T, Conflict>> {
    execute(conn, "SAVEPOINT pair")?;
    let done = write()?;
    if done.is_err() {
        execute(conn, "ROLLBACK TO pair")?;
    }
    execute(conn, "RELEASE pair")?;
    Ok(done)
}

fn execute(conn: &Connection, sql: &str) -> Result<()> {
    conn.prepare_cached(sql)?.execute([])?;
    Ok(())
}
