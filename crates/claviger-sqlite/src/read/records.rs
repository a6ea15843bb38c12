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
    let (whose, number) = match of {
        RecordsOf::Account(account) => ("account = ?3 AND", account.as_u64()),
        RecordsOf::Owner(owner) => ("owner = ?3 AND", owner),
        RecordsOf::Kind => ("?3 = 0 AND", 0),
    };
    let sql = select(&format!("WHERE kind = ?1 AND {whose} slot > ?2 ORDER BY slot"));
    some(conn, &sql, params![kind as u8, after, bits(number)], limit, |row| record(row).map(Some))
}

fn slot(conn: &Connection, kind: RecordKind, id: u64) -> Result<Option<i64>> {
    let sql = "SELECT slot FROM records WHERE kind = ?1 AND id = ?2";
    one(conn, sql, params![kind as u8, bits(id)], |row| Cells::new("records", row).int("slot"))
}

fn select(rest: &str) -> String {
    format!("SELECT {RECORD_COLUMNS} FROM records {rest}")
}
