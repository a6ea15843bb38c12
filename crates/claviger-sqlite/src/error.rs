//! What goes wrong below, and what the contract calls it.

use claviger_core::store::{CommitError, StoreError};
use rusqlite::ErrorCode;

/// An error inside the engine.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Fault {
    /// SQLite or the disk said so.
    #[error(transparent)]
    Sql(#[from] rusqlite::Error),
    /// A value that this engine never wrote.
    #[error("{0}")]
    Corrupt(String),
    /// It cannot be done now.
    #[error("{0}")]
    Unavailable(String),
    /// The lane belongs to somebody else.
    #[error("this lane was taken over")]
    Fenced,
}

/// A result inside the engine.
pub(crate) type Result<T, E = Fault> = std::result::Result<T, E>;

/// What stands in `table.column` cannot have been written.
pub(crate) fn corrupt(table: &str, column: &str, what: impl std::fmt::Display) -> Fault {
    Fault::Corrupt(format!("{table}.{column}: {what}"))
}

impl Fault {
    /// Before COMMIT was asked for: nothing is written, whatever happened.
    pub(crate) fn not_committed(self) -> CommitError {
        match self {
            Fault::Fenced => CommitError::Fenced,
            Fault::Sql(_) | Fault::Corrupt(_) | Fault::Unavailable(_) => {
                CommitError::NotCommitted(self.to_string())
            }
        }
    }
}

impl From<Fault> for StoreError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Corrupt(what) => StoreError::Corrupt(what),
            Fault::Unavailable(why) => StoreError::Unavailable(why),
            Fault::Fenced => StoreError::InUse,
            Fault::Sql(error) => from_sql(&error),
        }
    }
}

fn from_sql(error: &rusqlite::Error) -> StoreError {
    use rusqlite::Error as E;
    let said = error.to_string();
    match error {
        E::FromSqlConversionFailure(..)
        | E::IntegralValueOutOfRange(..)
        | E::Utf8Error(..)
        | E::InvalidColumnName(..)
        | E::InvalidColumnType(..) => StoreError::Corrupt(said),
        _ if lacks_something(&said) => StoreError::Corrupt(said),
        _ => match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => StoreError::Foreign("the file is not a database".to_owned()),
            Some(ErrorCode::DatabaseCorrupt) => StoreError::Corrupt(said),
            _ => StoreError::Unavailable(said),
        },
    }
}

/// A file with our marks in which a table or a column is missing. SQLite has no code for it, and
/// trying again would not bring it back.
fn lacks_something(said: &str) -> bool {
    ["no such table", "no such column", "has no column named"].iter().any(|words| said.contains(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_table_or_column_is_damage() {
        let conn = rusqlite::Connection::open_in_memory().unwrap();
        conn.execute_batch("CREATE TABLE a (x)").unwrap();
        for sql in ["SELECT x FROM b", "SELECT y FROM a", "INSERT INTO a (y) VALUES (1)"] {
            let error = conn.prepare(sql).map(drop).unwrap_err();
            assert!(matches!(StoreError::from(Fault::from(error)), StoreError::Corrupt(_)), "{sql}");
        }
    }
}
