//! An account is opened.

use super::{Changed, unless_taken};
use crate::read::{accounts, number};
use crate::row::bits;
use claviger_core::account::AccountRecord;
use claviger_core::store::Conflict;
use rusqlite::{Connection, params};

pub(super) fn create(conn: &Connection, record: &AccountRecord, limit: u32) -> Changed {
    if accounts::slot(conn, record.id)?.is_some() {
        return Ok(Err(Conflict::Exists));
    }
    let folded = record.name.folded();
    let sql = "SELECT EXISTS (SELECT 1 FROM accounts WHERE folded = ?1)";
    if conn.prepare_cached(sql)?.query_row([&folded], |row| row.get(0))? {
        return Ok(Err(Conflict::NameTaken));
    }
    if number(conn, "SELECT coalesce(max(slot), 0) FROM accounts")? >= i64::from(limit) {
        return Ok(Err(Conflict::LimitReached(limit)));
    }
    let sql = "INSERT INTO accounts (id, name, folded, created_at) VALUES (?1, ?2, ?3, ?4)";
    let params = params![bits(record.id.as_u64()), record.name.as_str(), folded, record.created_at.micros()];
    let written = unless_taken(conn.prepare_cached(sql)?.execute(params))?;
    Ok(written.map(|_| None).ok_or(Conflict::Exists))
}
