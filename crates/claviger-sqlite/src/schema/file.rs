//! A file as a whole: ours or not, empty or not, of which version.

use super::migrate::{Migration, migrate};
use super::steps::{STEPS, newest};
use super::version_1::TABLES;
use crate::checkpoint::empty_wal;
use crate::error::{Fault, Result};
use claviger_core::store::StoreError;
use rusqlite::Connection;
use std::path::Path;

/// `Clav` in the header of the file.
const APPLICATION_ID: i32 = 0x436c_6176;

/// Refuses a file that is not ours, before anything in it is touched.
pub(crate) fn inspect(conn: &Connection) -> Result<(), StoreError> {
    if is_empty(conn)? { Ok(()) } else { serviceable(conn).map(drop) }
}

/// Makes the tables in an empty file, or brings those of an older release up to date. `path` is
/// where the file is; says what was migrated.
pub(crate) fn prepare(conn: &Connection, path: &Path) -> Result<Option<Migration>, StoreError> {
    if is_empty(conn)? {
        create(conn)?;
        return Ok(None);
    }
    let from = serviceable(conn)?;
    if from == newest() {
        return Ok(None);
    }
    empty_wal(conn)?;
    Ok(Some(migrate(conn, path, from, STEPS)?))
}

/// Whether the file is one of ours, of the version this release serves.
pub(crate) fn check(conn: &Connection) -> Result<(), StoreError> {
    let (version, newest) = (serviceable(conn)?, newest());
    if version == newest {
        return Ok(());
    }
    Err(StoreError::Foreign(format!(
        "its tables have version {version}, of an older release; start the server once, which brings them to \
         version {newest}"
    )))
}

/// The version of the file, if it is one of ours and this release can serve it, once migrated.
fn serviceable(conn: &Connection) -> Result<i32, StoreError> {
    let application = number(conn, "application_id")?;
    if application != APPLICATION_ID {
        return Err(StoreError::Foreign("the database was made by another program".to_owned()));
    }
    let (version, newest) = (number(conn, "user_version")?, newest());
    if version > newest {
        return Err(StoreError::Foreign(format!(
            "its tables have version {version}, made by a newer release; this one knows up to {newest}"
        )));
    }
    if version < 1 {
        return Err(StoreError::Corrupt(format!("its tables have version {version}")));
    }
    Ok(version)
}

pub(super) fn number(conn: &Connection, pragma: &str) -> Result<i32> {
    Ok(conn.pragma_query_value(None, pragma, |row| row.get(0))?)
}

/// A file in which nothing was ever made, as an interrupted first start leaves it.
fn is_empty(conn: &Connection) -> Result<bool> {
    let objects: i64 = conn.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    Ok(objects == 0 && number(conn, "application_id")? == 0 && number(conn, "user_version")? == 0)
}

/// All or nothing: the two numbers of the header are part of the transaction.
fn create(conn: &Connection) -> Result<()> {
    let steps: String = STEPS.iter().map(|step| step.sql).collect();
    let made = conn.execute_batch(&format!(
        "BEGIN EXCLUSIVE; {TABLES} {steps}
         PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {}; COMMIT;",
        newest()
    ));
    made.map_err(Fault::from)
}
