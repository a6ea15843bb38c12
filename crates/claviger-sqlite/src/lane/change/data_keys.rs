//! The wrapped data keys are replaced, all of them.

use super::Changed;
use crate::read::journal::data_keys;
use crate::row::bits;
use claviger_core::store::Conflict;
use rusqlite::{Connection, params};

pub(super) fn replace(conn: &Connection, wrapped: &[(u32, Vec<u8>)], from: u64) -> Changed {
    if data_keys(conn)?.generation != from {
        return Ok(Err(Conflict::Revision));
    }
    conn.prepare_cached("DELETE FROM data_keys")?.execute([])?;
    for (id, bytes) in wrapped {
        let sql = "INSERT OR REPLACE INTO data_keys (id, wrapped) VALUES (?1, ?2)";
        conn.prepare_cached(sql)?.execute(params![id, bytes])?;
    }
    let sql = "UPDATE meta SET data_key_generation = ?1";
    conn.prepare_cached(sql)?.execute([bits(from.wrapping_add(1))])?;
    Ok(Ok(None))
}
