//! Records by id, by handle, and those of an account, an owner or a kind in the order of their
//! creation.

use super::{one, some};
use crate::error::Result;
use crate::row::{Cells, RECORD_COLUMNS, bits, record};
use claviger_core::store::{Record, RecordKind, RecordsOf};
use rusqlite::{Connection, params};

pub(crate) fn by_id(conn: &Connection, kind: RecordKind, id: u64) -> Result<Option<Record>> {
    one(conn, &select("WHERE kind = ?1 AND id = ?2"), params![kind as u8, bits(id)], record)
}

pub(crate) fn by_handle(conn: &Connection, kind: RecordKind, handle: &[u8]) -> Result<Option<Record>> {
    one(conn, &select("WHERE kind = ?1 AND handle = ?2"), params![kind as u8, handle], record)
}

pub(crate) fn list(
    conn: &Connection,
    kind: RecordKind,
    of: RecordsOf,
    after: Option<u64>,
    limit: usize,
) -> Result<Vec<Record>> {
    let after = match after {
        None => 0,
        Some(id) => match slot(conn, kind, id)? {
            Some(slot) => slot,
            None => return Ok(Vec::new()),
        },
    };
    let (sql, whose) = listing(of);
    some(conn, &sql, params![kind as u8, after, whose], limit, |row| record(row).map(Some))
}

/// The statement of a list, and the number that says whose.
fn listing(of: RecordsOf) -> (String, Option<i64>) {
    let (own, whose) = match of {
        RecordsOf::Account(account) => ("account = ?3", Some(bits(account.as_u64()))),
        RecordsOf::Owner(owner) => ("owner = ?3", Some(bits(owner))),
        RecordsOf::Kind => ("?3 IS NULL", None),
    };
    (select(&format!("WHERE kind = ?1 AND {own} AND slot > ?2 ORDER BY slot")), whose)
}

fn slot(conn: &Connection, kind: RecordKind, id: u64) -> Result<Option<i64>> {
    let sql = "SELECT slot FROM records WHERE kind = ?1 AND id = ?2";
    one(conn, sql, params![kind as u8, bits(id)], |row| Cells::new("records", row).int("slot"))
}

fn select(rest: &str) -> String {
    format!("SELECT {RECORD_COLUMNS} FROM records {rest}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use claviger_core::id::AccountId;

    /// No list reads past what it gives, whatever else is on record.
    #[test]
    fn lists_are_read_in_the_order_of_an_index() {
        let dir = tempfile::tempdir().unwrap();
        let store = crate::SqliteStore::open(dir.path(), crate::Options::default()).unwrap();
        let conn = crate::connect::reader(&store.shared().path, 64).unwrap();
        let indexed = [
            (
                RecordsOf::Account(AccountId::from_u64(1)),
                "records_of_account (kind=? AND account=? AND rowid>?)",
            ),
            (RecordsOf::Owner(1), "records_of_owner (kind=? AND owner=? AND rowid>?)"),
            (RecordsOf::Kind, "records_of_kind (kind=? AND rowid>?)"),
        ];
        for (of, index) in indexed {
            let sql = format!("EXPLAIN QUERY PLAN {}", listing(of).0);
            let mut plan = conn.prepare(&sql).unwrap();
            let steps = plan.query_map(params![1, 1, 1], |row| row.get::<_, String>("detail")).unwrap();
            let steps: Vec<String> = steps.map(Result::unwrap).collect();
            assert_eq!(steps, [format!("SEARCH records USING INDEX {index}")]);
        }
    }
}
