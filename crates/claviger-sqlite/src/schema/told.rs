//! Which migrations the audit log does not tell of yet.

use super::migrate::Migration;
use crate::error::Result;
use crate::read::some;
use crate::row::Cells;
use rusqlite::Connection;

/// The migrations that have no entry yet, as one.
pub(crate) fn untold(conn: &Connection) -> Result<Option<Migration>> {
    let sql = "SELECT from_version, to_version FROM migrations WHERE entry IS NULL ORDER BY to_version";
    let all = some(conn, sql, [], usize::MAX, |row| {
        let mut cells = Cells::new("migrations", row);
        Ok(Some(Migration { from: cells.narrow("from_version")?, to: cells.narrow("to_version")? }))
    })?;
    let ends = all.first().zip(all.last());
    Ok(ends.map(|(first, last)| Migration { from: first.from, to: last.to }))
}

/// Notes that the entry at `sequence` tells of them; to be written together with it.
pub(crate) fn tell(conn: &Connection, sequence: u64) -> Result<()> {
    let sql = "UPDATE migrations SET entry = ?1 WHERE entry IS NULL";
    conn.prepare_cached(sql)?.execute([sequence.cast_signed()])?;
    Ok(())
}
