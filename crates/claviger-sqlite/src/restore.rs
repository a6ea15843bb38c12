//! A copy of the database is verified and made a store of its own; and a store that was rolled back
//! otherwise is held as a whole.
//!
//! # Order of writes
//! 1. Everything in the file is read and judged; nothing is written.
//! 2. The epoch is raised above any that the store it was copied from can have had since, so that no
//!    (log, epoch, sequence) is ever given to two entries.
//! 3. One transaction writes the entry that says so, holds every key, revokes every token and ends
//!    every session and invitation.
//! 4. The write-ahead log is copied into the file and cut: the file alone is the store.
//!
//! Whoever calls this does it on a file that nothing serves, and gives it its name afterwards: a
//! process stopped before that leaves nothing that a server would open. [`hold`] is 2 and 3 on a store in
//! its place: stopped between the two, the store has a higher epoch and is held by the next try.

use crate::backup::{Point, point};
use crate::checkpoint::empty_wal;
use crate::connect::{self, DATABASE};
use crate::error::{Fault, Result, corrupt};
use crate::options::Options;
use crate::read::runs::{Flow, forward};
use crate::read::{number, some};
use crate::row::{Cells, KEY_COLUMNS, RECORD_COLUMNS, key, record};
use crate::schema;
use crate::store::SqliteStore;
use claviger_core::entry::EntryDraft;
use claviger_core::store::{Change, Item, Mutation, Settled, Store as _, StoreError};
use claviger_core::time::Timestamp;
use rusqlite::Connection;
use std::path::Path;

/// Epochs are counted in seconds from 2020-01-01 on where a store was restored: a server that
/// starts less than once a second on average never reaches the epoch of a later restore.
const EPOCHS_FROM_SECS: i64 = 1_577_836_800;
/// At least so many are skipped, should the clock be wrong.
const EPOCHS_SKIPPED: u32 = 1 << 16;

/// What was verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verified {
    /// What the file stands for.
    pub point: Point,
    /// Entries read and decoded.
    pub entries: u64,
    /// Keys read.
    pub keys: u64,
}

/// Reads everything in the database in `dir` and judges it. Nothing is written.
///
/// # Errors
/// [`StoreError::Foreign`] if it is no database of this program, or of a newer release;
/// [`StoreError::Corrupt`] if anything in it is not what was written.
pub fn verify(dir: &Path) -> Result<Verified, StoreError> {
    let path = dir.join(DATABASE);
    let conn = connect::reader(&path, Options::default().reader_cache_kib)?;
    schema::inspect(&conn)?;
    schema::whole(&conn, &path)?;
    let said: String = conn
        .query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))
        .map_err(|error| StoreError::from(Fault::from(error)))?;
    if said != "ok" {
        return Err(StoreError::Corrupt(said));
    }
    let point = point(&conn)?;
    let keys = number(&conn, "SELECT coalesce(max(slot), 0) FROM keys")?.cast_unsigned();
    Ok(Verified { point, entries: entries(&conn, point, keys)?, keys: keys_of(&conn)? })
}

/// Every entry decodes, stands where it says it does, and there is none missing and none too many.
fn entries(conn: &Connection, point: Point, slots: u64) -> Result<u64> {
    let oldest = crate::read::stats::oldest_sequence(conn)?.unwrap_or(0);
    let (mut next, mut latest) = (oldest, i64::MIN);
    forward(conn, oldest, |run| {
        if run.first != next {
            return Err(corrupt("groups", "first_sequence", "entries are missing before it"));
        }
        for packed in run.entries()? {
            let entry = packed.entry()?;
            if u64::from(packed.slot) > slots {
                return Err(corrupt("groups", "slots", "a slot no key has"));
            }
            latest = latest.max(entry.place.time.micros());
        }
        next = run.end();
        Ok(Flow::Continue(()))
    })?;
    if next != point.next_sequence {
        return Err(corrupt("lanes", "next_sequence", "not the end of the log"));
    }
    if crate::index::segments_end(conn)? > next {
        return Err(corrupt("segments", "last_sequence", "beyond the end of the log"));
    }
    Ok(next - oldest)
}

/// Every key and record can be read, and a key is found by its API key; gives how many keys there are.
fn keys_of(conn: &Connection) -> Result<u64> {
    // The tables of an older release have no incarnation yet; opening brings them up to date.
    if schema::check(conn).is_err() {
        return Ok(number(conn, "SELECT count(*) FROM keys")?.cast_unsigned());
    }
    let sql = format!("SELECT {KEY_COLUMNS}, api_key_hash FROM keys");
    let counted = std::cell::Cell::new(0u64);
    some(conn, &sql, [], usize::MAX, |row| {
        let hash: i64 = row.get("api_key_hash")?;
        if crate::read::keys::hash(&key(row)?.record.api_key) != hash {
            return Err(corrupt("keys", "api_key_hash", "not that of its key"));
        }
        counted.set(counted.get() + 1);
        Ok(None::<()>)
    })?;
    some(conn, &format!("SELECT {RECORD_COLUMNS} FROM records"), [], usize::MAX, |row| {
        record(row).map(|_| None::<()>)
    })?;
    let tokens = "SELECT slot FROM tokens WHERE length(digest) <> 32";
    let odd = some(conn, tokens, [], 1, |row| Ok(Some(Cells::new("tokens", row).int("slot")?)))?;
    if odd.is_empty() { Ok(counted.get()) } else { Err(corrupt("tokens", "digest", "its length is wrong")) }
}

/// Makes the verified copy in `dir` a store of its own: everything in it is held until it is
/// readmitted. `entry` makes the entry that says so.
///
/// # Errors
/// [`StoreError`]; the copy is then to be thrown away.
pub fn take_in(
    dir: &Path,
    point: Point,
    now: Timestamp,
    entry: impl FnOnce() -> EntryDraft,
) -> Result<(), StoreError> {
    hold(dir, point.epoch, now, entry)?;
    let conn = connect::writer(&dir.join(DATABASE), &Options::default())?;
    Ok(empty_wal(&conn)?)
}

/// Holds everything in the store in `dir` until it is readmitted, in an epoch beyond any that a store
/// with this past can have had; `known` is the highest that is known of. `entry` makes the entry that
/// says so.
///
/// # Errors
/// [`StoreError`]; at most the epoch was raised.
pub fn hold(
    dir: &Path,
    known: u32,
    now: Timestamp,
    entry: impl FnOnce() -> EntryDraft,
) -> Result<(), StoreError> {
    let store = SqliteStore::open(dir, Options::default())?;
    let conn = connect::writer(&dir.join(DATABASE), &Options::default())?;
    let stands = point(&conn)?;
    raise_epoch(&conn, stands.epoch.max(known), now)?;
    drop(conn);
    let mut lane = store.open_lane(stands.log)?;
    let held = Item::Change(Box::new(Mutation::new(Change::Hold, entry())));
    let settled = lane.commit(&[held], now).map_err(|error| StoreError::Unavailable(error.to_string()))?;
    if matches!(settled.as_slice(), [Settled::Written(_)]) {
        return Ok(());
    }
    Err(StoreError::Unavailable("the hold could not be put on record".to_owned()))
}

fn raise_epoch(conn: &Connection, known: u32, now: Timestamp) -> Result<()> {
    let by_clock = u32::try_from(now.secs().saturating_sub(EPOCHS_FROM_SECS)).unwrap_or(0);
    let epoch = known.saturating_add(EPOCHS_SKIPPED).max(by_clock);
    conn.execute("UPDATE lanes SET epoch = ?1", [epoch])?;
    Ok(())
}
