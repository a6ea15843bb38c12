//! A lane is taken over, or read again after a failure.
//!
//! # Order
//! Every reader is closed; a fresh connection recovers the write-ahead log; the log is copied into
//! the database, synced and cut, so that nothing rests on pages whose sync may have failed; only
//! then is the epoch raised and the state read. Readers come back when all of that stands.

use super::active::Active;
use super::group::Buffers;
use super::replay;
use crate::checkpoint::{Checkpointer, empty_wal};
use crate::connect;
use crate::error::{Fault, Result};
use crate::read::one;
use crate::row::Cells;
use crate::schema;
use crate::shared::Shared;
use claviger_core::id::LogId;
use claviger_core::store::{LaneHead, StoreError};
use rusqlite::{Connection, params};
use std::collections::HashMap;

/// Takes the lane over: whoever held it is fenced.
pub(crate) fn take_over(shared: &Shared, log: LogId) -> Result<Active, StoreError> {
    open(shared, |conn| raise_epoch(conn, log))
}

/// Reads everything again, if the lane still belongs to `epoch`.
pub(super) fn reopen(shared: &Shared, log: LogId, epoch: u32) -> Result<Active, StoreError> {
    open(shared, |conn| {
        let head = read_head(conn)?.filter(|head| head.log == log && head.epoch == epoch);
        head.ok_or(StoreError::InUse)
    })
}

fn open(
    shared: &Shared,
    own: impl FnOnce(&Connection) -> Result<LaneHead, StoreError>,
) -> Result<Active, StoreError> {
    let closed = shared.pool.close();
    let opened = open_closed(shared, own);
    // Whoever was fenced leaves what is on the disk to the lane that has it now.
    if matches!(opened, Ok(_) | Err(StoreError::InUse)) {
        shared.pool.reopen();
    }
    drop(closed);
    opened
}

fn open_closed(
    shared: &Shared,
    own: impl FnOnce(&Connection) -> Result<LaneHead, StoreError>,
) -> Result<Active, StoreError> {
    let conn = connect::writer(&shared.path, &shared.options)?;
    schema::check(&conn)?;
    empty_wal(&conn)?;
    schema::whole(&conn, &shared.path)?;
    let head = own(&conn)?;
    let untold = schema::untold(&conn)?;
    let wal = Checkpointer::start(&shared.path, &shared.options)?;
    let replayed = replay::replay(&conn, head)?;
    shared.set_tail(replayed.tail);
    Ok(Active {
        conn,
        head,
        hot: replayed.hot,
        open: replayed.open,
        accounts: HashMap::new(),
        buffers: Buffers::default(),
        wal,
        replay_from: replayed.from,
        checkpoint: None,
        last_drop: None,
        untold,
        bulk: false,
        broken: None,
        #[cfg(feature = "fault-answer-before-sync")]
        uncommitted: false,
    })
}

fn read_head(conn: &Connection) -> Result<Option<LaneHead>> {
    let sql = "SELECT log, epoch, next_sequence, latest, next_journal FROM lanes";
    one(conn, sql, [], |row| {
        let mut cells = Cells::new("lanes", row);
        Ok(LaneHead {
            log: LogId(cells.narrow("log")?),
            epoch: cells.narrow("epoch")?,
            next_sequence: cells.narrow("next_sequence")?,
            latest: cells.time("latest")?,
            next_journal: cells.narrow("next_journal")?,
        })
    })
}

fn raise_epoch(conn: &Connection, log: LogId) -> Result<LaneHead, StoreError> {
    let sql = |sql: &str, epoch: u32| {
        conn.execute(sql, params![log.0, epoch]).map_err(|error| StoreError::from(Fault::from(error)))
    };
    let Some(head) = read_head(conn)? else {
        sql("INSERT INTO lanes VALUES (?1, ?2, 0, 0, 0)", 1)?;
        return raised(conn);
    };
    if head.log != log {
        let (here, asked) = (head.log.0, log.0);
        return Err(StoreError::Foreign(format!("this file has log {here}, not log {asked}")));
    }
    let epoch = head.epoch.checked_add(1);
    let epoch = epoch.ok_or_else(|| StoreError::Corrupt("lanes.epoch: no further one".to_owned()))?;
    sql("UPDATE lanes SET epoch = ?2 WHERE log = ?1", epoch)?;
    raised(conn)
}

fn raised(conn: &Connection) -> Result<LaneHead, StoreError> {
    read_head(conn)?.ok_or_else(|| StoreError::Corrupt("lanes: no row".to_owned()))
}
