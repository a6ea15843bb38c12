//! From an older version to this release's, step by step.

use super::file::number;
use super::room;
use super::steps::Step;
use crate::error::{Fault, Result};
use rusqlite::{Connection, Transaction, TransactionBehavior, params};
use std::path::Path;

/// A migration of the tables: from which version to which.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Migration {
    /// The version the file had.
    pub from: i32,
    /// The version it has now.
    pub to: i32,
}

/// Takes every step above `from`. The file at `path` has version `from`.
pub(super) fn migrate(conn: &Connection, path: &Path, from: i32, steps: &[Step]) -> Result<Migration> {
    let wanted: Vec<&Step> = steps.iter().filter(|step| step.to > from).collect();
    room::judge(path, &wanted)?;
    for step in &wanted {
        take(conn, step)?;
    }
    Ok(Migration { from, to: wanted.last().map_or(from, |step| step.to) })
}

/// Takes one step: all of it or nothing, the version included.
pub(super) fn take(conn: &Connection, step: &Step) -> Result<()> {
    let from = step.to - 1;
    // Dropped without a commit, it is rolled back.
    let transaction = Transaction::new_unchecked(conn, TransactionBehavior::Exclusive)?;
    let version = number(&transaction, "user_version")?;
    if version != from {
        return Err(Fault::Corrupt(format!("its tables have version {version} where {from} was expected")));
    }
    transaction.execute_batch(step.sql)?;
    let sql = "INSERT INTO migrations (to_version, from_version) VALUES (?1, ?2)";
    transaction.execute(sql, params![step.to, from])?;
    transaction.pragma_update(None, "user_version", step.to)?;
    transaction.commit()?;
    Ok(())
}
