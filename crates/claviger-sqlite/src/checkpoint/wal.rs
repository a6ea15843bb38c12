//! The write-ahead log of the file: copied into the database behind the calls, and started over.
//!
//! A thread with a connection of its own copies (passively) once the log has grown past
//! [`WAL_SOFT_FRAMES`]; what was appended meanwhile is copied by the lane, between two commits,
//! when it is little. The next commit then starts the log over, so that commits overwrite blocks
//! the file system has already given instead of growing the file.

use crate::connect;
use crate::error::{Fault, Result};
use crate::options::{Options, WAL_FINISH_FRAMES, WAL_HARD_FRAMES, WAL_SOFT_FRAMES};
use rusqlite::{Connection, Row};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

/// Commits between two looks at the length of the log.
const LOOK_EVERY: u32 = 16;
/// The same while another process, a backup as a rule, reads what cannot be copied before it ends.
const LOOK_AT_LEAST_EVERY: u32 = 4096;

/// How the log stands.
#[derive(Debug, Clone, Copy)]
struct Frames {
    busy: bool,
    total: u64,
    copied: u64,
}

#[derive(Debug, Default)]
struct Status {
    running: AtomicBool,
    failed: Mutex<Option<String>>,
}

/// The thread that copies, and what the lane remembers of it. Dropping it waits for the thread.
#[derive(Debug)]
pub(crate) struct Checkpointer {
    wake: Option<SyncSender<()>>,
    thread: Option<JoinHandle<()>>,
    status: Arc<Status>,
    commits: u32,
    /// Commits until the next look.
    every: u32,
    /// A reader keeps the log from being copied; said once.
    held_up: bool,
}

impl Checkpointer {
    pub(crate) fn start(path: &Path, options: &Options) -> Result<Self> {
        let conn = connect::writer(path, &Options { writer_cache_kib: 256, ..*options })?;
        let status = Arc::new(Status::default());
        let (wake, woken) = sync_channel(1);
        let seen = Arc::clone(&status);
        let work = move || copy_when_woken(&conn, &woken, &seen);
        let thread = std::thread::Builder::new().name("claviger-wal".to_owned()).spawn(work);
        let thread =
            thread.map_err(|error| Fault::Unavailable(format!("no thread for checkpoints: {error}")))?;
        Ok(Checkpointer {
            wake: Some(wake),
            thread: Some(thread),
            status,
            commits: 0,
            every: LOOK_EVERY,
            held_up: false,
        })
    }

    /// What went wrong behind the calls. A copy whose sync failed may not be taken for done by a
    /// later one that succeeds, so the lane must be reopened.
    pub(crate) fn failure(&self) -> Option<String> {
        self.status.failed.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// After a commit on `lane`: keeps the log short.
    pub(crate) fn after_commit(&mut self, lane: &Connection, at_once: bool) -> Result<()> {
        self.commits += 1;
        let at_once = at_once && !self.held_up;
        if (self.commits < self.every && !at_once) || self.status.running.load(Ordering::Acquire) {
            return Ok(());
        }
        self.commits = 0;
        let frames = checkpoint(lane, "NOOP")?;
        let left = frames.total.saturating_sub(frames.copied);
        if frames.total > WAL_HARD_FRAMES {
            self.shorten(lane)?;
        } else if frames.total > WAL_SOFT_FRAMES && left > WAL_FINISH_FRAMES {
            self.wake();
        } else if frames.total > WAL_SOFT_FRAMES && left > 0 {
            checkpoint(lane, "PASSIVE")?;
        }
        Ok(())
    }

    /// Copies what can be copied, and waits for nobody: a reader of another process may stay for
    /// minutes, and every call would wait with the lane. The next commit starts the log over once
    /// all of it is copied; until then it grows, and is looked at ever less often.
    fn shorten(&mut self, lane: &Connection) -> Result<()> {
        let frames = checkpoint(lane, "PASSIVE")?;
        let held_up = frames.copied < frames.total;
        if held_up && !self.held_up {
            tracing::warn!(
                frames = frames.total,
                "the write-ahead log grows since another process reads the database; it shrinks when that ends"
            );
        }
        self.held_up = held_up;
        self.every = if held_up { self.every.saturating_mul(2).min(LOOK_AT_LEAST_EVERY) } else { LOOK_EVERY };
        Ok(())
    }

    fn wake(&self) {
        let Some(wake) = &self.wake else { return };
        self.status.running.store(true, Ordering::Release);
        // A full channel means that it is woken already.
        let _ = wake.try_send(());
    }
}

impl Drop for Checkpointer {
    fn drop(&mut self) {
        drop(self.wake.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn copy_when_woken(conn: &Connection, woken: &Receiver<()>, status: &Status) {
    while woken.recv().is_ok() {
        if let Err(error) = checkpoint(conn, "PASSIVE") {
            *status.failed.lock().unwrap_or_else(PoisonError::into_inner) = Some(error.to_string());
        }
        status.running.store(false, Ordering::Release);
    }
}

/// Copies the whole log into the database, syncs it and cuts the log to nothing. Called on fresh
/// handles: after a failed sync the kernel may have dropped what it could not write and still
/// show it, so what the log holds is written again, elsewhere, before anything rests on it.
pub(crate) fn empty_wal(conn: &Connection) -> Result<()> {
    let frames = checkpoint(conn, "TRUNCATE")?;
    if frames.busy {
        return Err(Fault::Unavailable(
            "another process is reading the database; wait until its backup is done, or stop it".to_owned(),
        ));
    }
    Ok(())
}

fn checkpoint(conn: &Connection, mode: &str) -> Result<Frames> {
    let frames = |row: &Row<'_>| {
        let count = |at| row.get(at).map(|frames: i64| frames.max(0).cast_unsigned());
        Ok(Frames { busy: row.get::<_, i64>(0)? != 0, total: count(1)?, copied: count(2)? })
    };
    Ok(conn.prepare_cached(&format!("PRAGMA wal_checkpoint({mode})"))?.query_row([], frames)?)
}
