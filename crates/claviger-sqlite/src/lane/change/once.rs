//! Requests that take effect once: their record is written with the change.

use crate::error::Result;
use crate::read::answers;
use crate::row::bits;
use claviger_core::entry::Place;
use claviger_core::store::Once;
use claviger_core::time::Timestamp;
use rusqlite::{Connection, params};

/// Whether a request with this key took effect and still stands.
pub(super) fn is_repeated(conn: &Connection, once: Option<&Once>, time: Timestamp) -> Result<bool> {
    let Some(once) = once else { return Ok(false) };
    Ok(answers::by_key(conn, &once.key)?.is_some_and(|answered| answered.stands(time)))
}

/// Remembers it, in place of one that stands no longer, and forgets the account's oldest above the
/// limit.
pub(super) fn remember(conn: &Connection, once: &Once, place: Place) -> Result<()> {
    let (account, sender) = (bits(once.key.account.as_u64()), answers::sender(once.key.by));
    let sql = "DELETE FROM answers WHERE account = ?1 AND sender = ?2 AND key = ?3";
    conn.prepare_cached(sql)?.execute(params![account, sender, once.key.digest])?;
    let answered = once.answered(place.sequence, place.time);
    let sql = "INSERT INTO answers (account, sender, key, request, answer, sequence, at, expires_at)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    conn.prepare_cached(sql)?.execute(params![
        account,
        sender,
        once.key.digest,
        answered.request,
        answered.answer,
        answered.sequence.cast_signed(),
        answered.at.micros(),
        answered.expires_at.micros()
    ])?;
    let sql = "DELETE FROM answers WHERE account = ?1 AND number <= (
                   SELECT number FROM answers WHERE account = ?1 ORDER BY number DESC LIMIT 1 OFFSET ?2)";
    conn.prepare_cached(sql)?.execute(params![account, once.limit.max(1)])?;
    Ok(())
}
