//! A key's nonces as the disk has them: its checkpoint, and the burns of the log since then.

use super::one;
use super::runs::{Flow, forward};
use crate::checkpoint::{NonceCell, load_set, read_cell};
use crate::error::Result;
use crate::row::{Cells, bits, unbits};
use claviger_core::id::KeyId;
use claviger_core::nonce::NonceState;
use rusqlite::{Connection, params};

pub(crate) fn nonces(conn: &Connection, id: KeyId) -> Result<Option<NonceState>> {
    let conn = &conn.unchecked_transaction()?;
    let Some((slot, window)) = slot_and_window(conn, id)? else { return Ok(None) };
    let cell: NonceCell = read_cell(conn, slot)?;
    let accepted = if window > 0 { load_set(conn, slot)? } else { Vec::new() };
    let mut state = NonceState::restore(cell.highest, cell.floor, accepted);
    let from = super::number(conn, "SELECT replay_from FROM meta")?.cast_unsigned();
    forward(conn, from, |run| {
        for packed in run.entries()?.iter().filter(|packed| packed.slot == slot && packed.sequence >= from) {
            if let Some(nonce) = packed.peek()?.nonce {
                state.replay(nonce, window);
            }
        }
        Ok(Flow::Continue(()))
    })?;
    Ok(Some(state))
}

fn slot_and_window(conn: &Connection, id: KeyId) -> Result<Option<(u32, u64)>> {
    one(conn, "SELECT slot, nonce_window FROM keys WHERE id = ?1", params![bits(id.as_u64())], |row| {
        let mut cells = Cells::new("keys", row);
        Ok((cells.narrow("slot")?, unbits(cells.int("nonce_window")?)))
    })
}
