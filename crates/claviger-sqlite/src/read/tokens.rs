//! Tokens by id, by digest, and an account's in the order of their creation.

use super::{one, some};
use crate::error::Result;
use crate::row::{Cells, TOKEN_COLUMNS, bits, token};
use claviger_core::id::{AccountId, TokenId};
use claviger_core::token::{TokenDigest, TokenRecord};
use rusqlite::{Connection, params};

pub(crate) fn by_id(conn: &Connection, id: TokenId) -> Result<Option<TokenRecord>> {
    one(conn, &select("WHERE id = ?1"), [bits(id.as_u64())], token)
}

pub(crate) fn by_digest(conn: &Connection, digest: &TokenDigest) -> Result<Option<TokenRecord>> {
    one(conn, &select("WHERE digest = ?1"), [digest.0], token)
}

pub(crate) fn list(
    conn: &Connection,
    account: AccountId,
    after: Option<TokenId>,
    limit: usize,
) -> Result<Vec<TokenRecord>> {
    let after = match after {
        None => 0,
        Some(id) => match slot(conn, id)? {
            Some(slot) => slot,
            None => return Ok(Vec::new()),
        },
    };
    let sql = select("WHERE account = ?1 AND slot > ?2 ORDER BY slot");
    some(conn, &sql, params![bits(account.as_u64()), after], limit, |row| token(row).map(Some))
}

fn slot(conn: &Connection, id: TokenId) -> Result<Option<u32>> {
    one(conn, "SELECT slot FROM tokens WHERE id = ?1", [bits(id.as_u64())], |row| {
        Cells::new("tokens", row).narrow("slot")
    })
}

fn select(rest: &str) -> String {
    format!("SELECT {TOKEN_COLUMNS} FROM tokens {rest}")
}
