//! The database copied while calls run, as it was at one instant.
//!
//! # Why so
//! By a process of its own, with a connection that only reads: it works whether a server runs,
//! hangs or is stopped, no token can make the server write files, and the copying takes none of
//! the lane's time. One read transaction is held from the first page to the last, so the pages are
//! those of one commit, whatever is committed meanwhile. What it costs: the write-ahead log cannot
//! start over until the copy is done, and grows by what is written meanwhile.

use crate::connect::{self, DATABASE};
use crate::error::{Fault, Result, corrupt};
use crate::read::{one, position};
use crate::row::Cells;
use crate::schema;
use claviger_core::id::{LogId, StoreId};
use claviger_core::store::StoreError;
use claviger_core::time::Timestamp;
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::io;
use std::path::Path;

/// Pages copied between two looks at how far it is (4 MiB).
const PAGES: i32 = 1024;
/// A page of memory for each is enough: every page is read once.
const CACHE_KIB: u32 = 256;
/// What a copy stands for: every entry below `next_sequence`, and what they say, and no other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    /// The store; none if its tables are of an older release, which has no name for it.
    pub store: Option<StoreId>,
    /// The log.
    pub log: LogId,
    /// The epoch of its last owner.
    pub epoch: u32,
    /// The sequence that the next entry would have got.
    pub next_sequence: u64,
    /// The latest time committed.
    pub latest: Timestamp,
    /// The version of the tables.
    pub schema: i32,
}

/// Why there is no copy.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The disk of the copy has no room left.
    #[error("the disk is full")]
    Full,
}

impl BackupError {
    /// While copying nothing but the copy is written, so a full disk is the copy's.
    fn copying(fault: Fault) -> Self {
        match fault {
            Fault::Sql(error) if error.sqlite_error_code() == Some(ErrorCode::DiskFull) => BackupError::Full,
            fault => BackupError::Store(fault.into()),
        }
    }

    fn syncing(to: &Path, error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => BackupError::Full,
            _ => StoreError::Unavailable(format!("cannot sync {}: {error}", to.display())).into(),
        }
    }
}

/// Copies the database of the data directory `dir` into the empty file `to`, and syncs it.
/// `told` is given the bytes copied and the bytes there are, now and then.
///
/// # Errors
/// [`BackupError`]; what `to` holds then is to be thrown away.
pub fn backup(dir: &Path, to: &Path, told: &mut dyn FnMut(u64, u64)) -> Result<Point, BackupError> {
    let (from, point) = begin(dir)?;
    copy(&from, to, told).map_err(BackupError::copying)?;
    let synced = std::fs::File::open(to).and_then(|file| file.sync_all());
    synced.map_err(|error| BackupError::syncing(to, &error))?;
    Ok(point)
}

/// The database in a transaction that sees one instant of it, and what that instant is.
fn begin(dir: &Path) -> Result<(Connection, Point), StoreError> {
    let path = dir.join(DATABASE);
    if !path.is_file() {
        return Err(StoreError::Unavailable(format!("there is no {}", path.display())));
    }
    let from = connect::reader(&path, CACHE_KIB)?;
    schema::inspect(&from)?;
    from.execute_batch("BEGIN").map_err(Fault::from)?;
    let point = point(&from)?;
    Ok((from, point))
}

/// Where the lane of a database stands. The first read of a transaction fixes what it sees.
pub(crate) fn point(conn: &Connection) -> Result<Point> {
    let schema = conn.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let store = if schema::check(conn).is_ok() { position::store(conn)? } else { None };
    let found = one(conn, "SELECT log, epoch, next_sequence, latest FROM lanes", [], |row| {
        let mut cells = Cells::new("lanes", row);
        Ok(Point {
            store,
            log: LogId(cells.narrow("log")?),
            epoch: cells.narrow("epoch")?,
            next_sequence: cells.narrow("next_sequence")?,
            latest: cells.time("latest")?,
            schema,
        })
    })?;
    found.ok_or_else(|| corrupt("lanes", "log", "no row: no server ever ran on it"))
}

fn copy(from: &Connection, to: &Path, told: &mut dyn FnMut(u64, u64)) -> Result<()> {
    let mut into = Connection::open_with_flags(to, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    // The file is thrown away if anything fails, and synced as a whole at the end.
    into.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")?;
    let bytes = from.pragma_query_value(None, "page_size", |row| row.get::<_, i64>(0))?;
    let backup = Backup::new(from, &mut into)?;
    loop {
        let step = backup.step(PAGES)?;
        let progress = backup.progress();
        let pages =
            |count: i32| u64::from(count.max(0).cast_unsigned()).saturating_mul(bytes.max(0).cast_unsigned());
        told(pages(progress.pagecount - progress.remaining), pages(progress.pagecount));
        match step {
            StepResult::Done => return Ok(()),
            StepResult::More => {}
            // The read transaction stands, so there is nobody to wait for.
            _ => return Err(Fault::Unavailable("the database stays locked; try again".to_owned())),
        }
    }
}
