//! Requests that took effect, by their idempotency keys.

use super::one;
use crate::error::Result;
use crate::row::{Cells, bits};
use claviger_core::principal::Principal;
use claviger_core::store::{Answered, OnceKey};
use rusqlite::{Connection, params};

pub(crate) fn by_key(conn: &Connection, key: &OnceKey) -> Result<Option<Answered>> {
    let sql = "SELECT request, answer, sequence, at, expires_at FROM answers
               WHERE account = ?1 AND sender = ?2 AND key = ?3";
    let params = params![bits(key.account.as_u64()), sender(key.by), key.digest];
    one(conn, sql, params, |row| {
        let mut cells = Cells::new("answers", row);
        Ok(Answered {
            request: cells.array("request")?,
            answer: cells.blob("answer")?.to_vec(),
            sequence: cells.narrow("sequence")?,
            at: cells.time("at")?,
            expires_at: cells.time("expires_at")?,
        })
    })
}

/// The number of whoever sent a request. Ids are below 2^60, so a person's is told from a token's.
pub(crate) fn sender(by: Principal) -> i64 {
    match by {
        Principal::Token(token) => bits(token.as_u64()),
        Principal::User(user) => bits(user.as_u64() | 1 << 60),
    }
}
