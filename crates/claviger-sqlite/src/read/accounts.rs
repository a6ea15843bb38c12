//! Accounts by id, and all of them in the order of their creation.

use super::{one, some};
use crate::error::Result;
use crate::row::{ACCOUNT_COLUMNS, Cells, account, bits};
use claviger_core::account::AccountRecord;
use claviger_core::id::AccountId;
use rusqlite::Connection;

pub(crate) fn by_id(conn: &Connection, id: AccountId) -> Result<Option<AccountRecord>> {
    let sql = select("WHERE id = ?1");
    one(conn, &sql, [bits(id.as_u64())], account)
}

pub(crate) fn list(conn: &Connection, after: Option<AccountId>, limit: usize) -> Result<Vec<AccountRecord>> {
    let after = match after {
        None => 0,
        Some(id) => match slot(conn, id)? {
            Some(slot) => slot,
            None => return Ok(Vec::new()),
        },
    };
    let sql = select("WHERE slot > ?1 ORDER BY slot");
    some(conn, &sql, [after], limit, |row| account(row).map(Some))
}

/// The slot of an account, if it is on record.
pub(crate) fn slot(conn: &Connection, id: AccountId) -> Result<Option<u32>> {
    one(conn, "SELECT slot FROM accounts WHERE id = ?1", [bits(id.as_u64())], |row| {
        Cells::new("accounts", row).narrow("slot")
    })
}

fn select(rest: &str) -> String {
    format!("SELECT {ACCOUNT_COLUMNS} FROM accounts {rest}")
}
