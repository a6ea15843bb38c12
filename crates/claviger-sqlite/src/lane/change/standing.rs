//! Whoever makes a change is still who was recognised.

use crate::error::Result;
use crate::read::{records, tokens};
use claviger_core::store::Standing;
use claviger_core::time::Timestamp;
use rusqlite::Connection;

pub(super) fn holds(conn: &Connection, by: Option<Standing>, time: Timestamp) -> Result<bool> {
    let Some(by) = by else { return Ok(true) };
    by.holds(time, |token| tokens::by_id(conn, token), |kind, id| records::by_id(conn, kind, id))
}
