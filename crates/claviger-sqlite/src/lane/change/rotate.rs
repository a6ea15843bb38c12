//! A key gets a successor, or that is taken back: two rows, both written or neither.

use super::{Changed, key};
use crate::error::Result;
use crate::lane::hot::Hot;
use claviger_core::key::Revision;
use claviger_core::store::KeyRow;
use rusqlite::Connection;

/// The key makes way first, since its successor may take its name.
pub(super) fn rotate(
    conn: &Connection,
    hot: &mut Hot,
    old: (&KeyRow, Revision),
    (successor, limit): (&KeyRow, u32),
) -> Changed {
    // The entry is about the key, and takes its slot.
    pair(conn, hot, old, |conn, _| Ok(key::create(conn, successor, limit)?.map(|_| None)))
}

/// The successor goes first, since the key takes its name back.
pub(super) fn roll_back(
    conn: &Connection,
    hot: &mut Hot,
    (row, from): (&KeyRow, Revision),
    successor: (&KeyRow, Revision),
) -> Changed {
    pair(conn, hot, successor, |conn, hot| key::update(conn, hot, row, from))
}

/// Changes a row, then does the rest; if that conflicts, the row and what the memory has of it are again as
/// they were.
fn pair(
    conn: &Connection,
    hot: &mut Hot,
    (row, from): (&KeyRow, Revision),
    rest: impl FnOnce(&Connection, &mut Hot) -> Changed,
) -> Changed {
    execute(conn, "SAVEPOINT pair")?;
    let first = key::update(conn, hot, row, from)?;
    let was_first = first.is_ok();
    let done = match first {
        Ok(_) => rest(conn, hot)?,
        conflict => conflict,
    };
    if done.is_err() {
        execute(conn, "ROLLBACK TO pair")?;
        if let Some(slot) = hot.slot(conn, row.record.id)?.filter(|_| was_first)
            && let Some(cell) = hot.cell_mut(slot)
        {
            cell.set_revision(from);
        }
    }
    execute(conn, "RELEASE pair")?;
    Ok(done)
}

fn execute(conn: &Connection, sql: &str) -> Result<()> {
    conn.prepare_cached(sql)?.execute([])?;
    Ok(())
}
