//! Connections and what is set on each of them.

use crate::error::{Fault, Result};
use crate::options::{BUSY_MS, Options};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::path::Path;
use std::time::Duration;

/// The name of the database inside the data directory.
pub(crate) const DATABASE: &str = "claviger.db";
/// What SQLite calls the write-ahead log beside it.
pub(crate) const WAL: &str = "claviger.db-wal";
/// What SQLite calls the journal of changes made before the file was switched to that log.
const JOURNAL: &str = "claviger.db-journal";
/// Prepared statements each connection keeps.
const STATEMENTS: usize = 128;
/// Memory for a connection that hardly reads anything, in KiB.
const CACHE_KIB: u32 = 64;
/// The write-ahead log is cut to this when it starts over, in bytes.
const WAL_KEPT_BYTES: u32 = 64 << 20;

/// A connection that writes; makes the file if it is not there.
pub(crate) fn writer(path: &Path, options: &Options) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
    let conn = connect(path, flags, options.writer_cache_kib)?;
    let mode: String = conn.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))?;
    if mode != "wal" {
        return Err(Fault::Unavailable("the file system cannot hold a write-ahead log".to_owned()));
    }
    conn.pragma_update(None, "synchronous", SYNCHRONOUS)?;
    // Checkpoints are made behind the calls (`checkpoint::wal`).
    pragma(&conn, "wal_autocheckpoint", 0)?;
    pragma(&conn, "journal_size_limit", i64::from(WAL_KEPT_BYTES))?;
    if let Some(pages) = options.max_pages {
        pragma(&conn, "max_page_count", i64::from(pages))?;
    }
    Ok(conn)
}

/// Takes back what a process left half done that was killed while it made the file. A reader cannot:
/// it may not write, and would refuse the file for ever.
pub(crate) fn take_back(path: &Path) -> Result<()> {
    if path.with_file_name(JOURNAL).is_file() {
        let conn = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE, CACHE_KIB)?;
        conn.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    }
    Ok(())
}

/// The commit is durable when it returns: the write-ahead log is synced with every one.
#[cfg(not(feature = "fault-synchronous-normal"))]
const SYNCHRONOUS: &str = "FULL";
#[cfg(feature = "fault-synchronous-normal")]
const SYNCHRONOUS: &str = "NORMAL";

/// A connection that only reads.
pub(crate) fn reader(path: &Path, cache_kib: u32) -> Result<Connection> {
    let conn = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY, cache_kib)?;
    pragma(&conn, "query_only", 1)?;
    Ok(conn)
}

fn connect(path: &Path, flags: OpenFlags, cache_kib: u32) -> Result<Connection> {
    let conn = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    conn.busy_timeout(Duration::from_millis(BUSY_MS))?;
    conn.set_prepared_statement_cache_capacity(STATEMENTS);
    // After a failed sync a handle must close without touching the disk again.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    set_cache(&conn, cache_kib)?;
    pragma(&conn, "temp_store", 2)?;
    pragma(&conn, "mmap_size", 0)?;
    pragma(&conn, "cell_size_check", 1)?;
    Ok(conn)
}

/// Sets how much memory the connection may keep pages in.
pub(crate) fn set_cache(conn: &Connection, kib: u32) -> Result<()> {
    pragma(conn, "cache_size", -i64::from(kib))
}

/// Some settings answer with a row, some do not.
fn pragma(conn: &Connection, name: &str, value: i64) -> Result<()> {
    Ok(conn.pragma_update(None, name, value)?)
}
