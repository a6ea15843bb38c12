//! The claims that were open at the last checkpoint.

use crate::error::{Result, corrupt};
use crate::row::Cells;
use claviger_audit::{decode, encode};
use claviger_core::entry::{Entry, EntryDraft, Place};
use claviger_core::id::LogId;
use claviger_core::time::Timestamp;
use rusqlite::{Connection, params};
use std::collections::BTreeMap;

/// Open claims by sequence.
pub(crate) type OpenClaims = BTreeMap<u64, EntryDraft>;

/// Reads them.
pub(crate) fn load_claims(conn: &Connection) -> Result<OpenClaims> {
    let mut statement = conn.prepare_cached("SELECT sequence, entry FROM open_claims")?;
    let mut rows = statement.query([])?;
    let mut claims = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let mut cells = Cells::new("open_claims", row);
        let sequence = cells.narrow("sequence")?;
        let entry = decode(cells.blob("entry")?);
        let entry = entry.map_err(|error| corrupt("open_claims", "entry", error))?;
        claims.insert(sequence, entry.draft);
    }
    Ok(claims)
}

/// Replaces what is stored. Only the draft and the sequence count: the place is in the log.
pub(crate) fn save_claims(conn: &Connection, log: LogId, claims: &OpenClaims) -> Result<()> {
    conn.prepare_cached("DELETE FROM open_claims")?.execute([])?;
    let mut insert = conn.prepare_cached("INSERT INTO open_claims (sequence, entry) VALUES (?1, ?2)")?;
    for (sequence, draft) in claims {
        let place = Place { log, epoch: 0, sequence: *sequence, time: Timestamp::default() };
        let mut bytes = Vec::new();
        encode(&Entry { place, draft: draft.clone() }, &mut bytes);
        insert.execute(params![sequence.cast_signed(), bytes])?;
    }
    Ok(())
}
