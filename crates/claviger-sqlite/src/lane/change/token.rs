//! Tokens are created and changed.

use super::{Changed, unless_taken};
use crate::error::Result;
use crate::read::{one, tokens};
use crate::row::{Cells, bits};
use claviger_core::id::AccountId;
use claviger_core::store::Conflict;
use claviger_core::token::TokenRecord;
use rusqlite::{Connection, params};

pub(super) fn create(conn: &Connection, record: &TokenRecord, limit: u32) -> Changed {
    let Some(live) = live_tokens(conn, record.account)? else { return Ok(Err(Conflict::Missing)) };
    if tokens::by_id(conn, record.id)?.is_some() || tokens::by_digest(conn, &record.digest)?.is_some() {
        return Ok(Err(Conflict::Exists));
    }
    if record.revoked_at.is_none() && name_taken(conn, record)? {
        return Ok(Err(Conflict::NameTaken));
    }
    if live >= limit {
        return Ok(Err(Conflict::LimitReached(limit)));
    }
    let sql = "INSERT INTO tokens (account, revision, role, digest, name, folded, created_at, expires_at,
                                   revoked_at, id, made_by)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
    count(conn, record.account, i64::from(record.revoked_at.is_none()))?;
    write(conn, sql, record)
}

pub(super) fn update(conn: &Connection, record: &TokenRecord, from: u64) -> Changed {
    let Some(old) = tokens::by_id(conn, record.id)?.filter(|old| old.account == record.account) else {
        return Ok(Err(Conflict::Missing));
    };
    if old.revision != from || record.revision <= from {
        return Ok(Err(Conflict::Revision));
    }
    let taken = tokens::by_digest(conn, &record.digest)?.is_some_and(|other| other.id != record.id);
    if taken {
        return Ok(Err(Conflict::Exists));
    }
    if record.revoked_at.is_none() && name_taken(conn, record)? {
        return Ok(Err(Conflict::NameTaken));
    }
    let sql = "UPDATE tokens SET account = ?1, revision = ?2, role = ?3, digest = ?4, name = ?5, folded = ?6,
                                 created_at = ?7, expires_at = ?8, revoked_at = ?9, made_by = ?11
               WHERE id = ?10";
    let live = |record: &TokenRecord| i64::from(record.revoked_at.is_none());
    count(conn, record.account, live(record) - live(&old))?;
    write(conn, sql, record)
}

fn write(conn: &Connection, sql: &str, record: &TokenRecord) -> Changed {
    let params = params![
        bits(record.account.as_u64()),
        bits(record.revision),
        record.role as u8,
        record.digest.0,
        record.name.as_str(),
        record.name.folded(),
        record.created_at.micros(),
        record.expires_at.map(|at| at.micros()),
        record.revoked_at.map(|at| at.micros()),
        bits(record.id.as_u64()),
        record.made_by.map(|user| bits(user.as_u64()))
    ];
    let written = unless_taken(conn.prepare_cached(sql)?.execute(params))?;
    Ok(written.map(|_| None).ok_or(Conflict::Exists))
}

fn live_tokens(conn: &Connection, account: AccountId) -> Result<Option<u32>> {
    one(conn, "SELECT live_tokens FROM accounts WHERE id = ?1", [bits(account.as_u64())], |row| {
        Cells::new("accounts", row).narrow("live_tokens")
    })
}

/// Whether another live token of the account has the name.
fn name_taken(conn: &Connection, record: &TokenRecord) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM tokens
               WHERE account = ?1 AND folded = ?2 AND revoked_at IS NULL AND id <> ?3)";
    let params = params![bits(record.account.as_u64()), record.name.folded(), bits(record.id.as_u64())];
    Ok(conn.prepare_cached(sql)?.query_row(params, |row| row.get(0))?)
}

fn count(conn: &Connection, account: AccountId, change: i64) -> Result<()> {
    if change != 0 {
        let sql = "UPDATE accounts SET live_tokens = live_tokens + ?2 WHERE id = ?1";
        conn.prepare_cached(sql)?.execute(params![bits(account.as_u64()), change])?;
    }
    Ok(())
}
