//! The store was rolled back: keys are held, tokens are revoked, sessions and invitations are removed.
//!
//! Keys are held by raising one number, the store's incarnation: a key is held as long as its own is
//! lower. So it takes no longer with a million keys, and no key can be forgotten. When that was is kept,
//! since it is what tells a store that was restored from one that was only copied back.

use crate::error::Result;
use claviger_core::store::RecordKind;
use claviger_core::time::Timestamp;
use rusqlite::{Connection, params};

pub(super) fn hold(conn: &Connection, time: Timestamp) -> Result<()> {
    let sql =
        "UPDATE meta SET incarnation = incarnation + 1, held_at = ?1, held_epoch = (SELECT epoch FROM lanes)";
    conn.execute(sql, params![time.micros()])?;
    let sql = "UPDATE tokens SET revoked_at = ?1, revision = revision + 1 WHERE revoked_at IS NULL";
    conn.execute(sql, params![time.micros()])?;
    conn.execute("UPDATE accounts SET live_tokens = 0", [])?;
    for kind in RecordKind::ALL.into_iter().filter(|kind| kind.ends_with_a_rollback()) {
        conn.execute("DELETE FROM records WHERE kind = ?1", [kind as u8])?;
    }
    Ok(())
}
