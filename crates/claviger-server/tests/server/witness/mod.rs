//! P14: data that was rolled back is noticed, as long as its witness was not rolled back with it.

mod doctor;
mod keep;
mod rolled_back;
mod shared;
mod trouble;
mod while_running;

use crate::common::{Server, serve};
use claviger_audit::witness::{Position, Statement};
use claviger_core::id::LogId;
use claviger_sqlite::{Options, SqliteStore};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// A data directory and a witness of it, elsewhere.
pub(super) struct World {
    dir: TempDir,
}

impl World {
    pub(super) fn new() -> Self {
        let world = World { dir: tempfile::tempdir().unwrap() };
        fs::create_dir(world.place()).unwrap();
        world
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub(super) fn data(&self) -> PathBuf {
        self.path("data")
    }

    pub(super) fn place(&self) -> PathBuf {
        self.path("elsewhere")
    }

    pub(super) fn file(&self) -> PathBuf {
        self.place().join("claviger.witness")
    }

    pub(super) fn flag(&self) -> String {
        format!("witness.directory={}", self.place().display())
    }

    pub(super) fn serve(&self) -> Server {
        serve(&self.data(), &[&self.flag()])
    }

    /// What is witnessed, if anything is.
    pub(super) fn witnessed(&self) -> Option<Statement> {
        let bytes = fs::read(self.file()).ok()?;
        Some(Statement::parse(&bytes).unwrap())
    }

    /// Waits until the witness is as far as the data.
    pub(super) fn caught_up(&self) -> Statement {
        eventually("the witness is told", || {
            let (found, seen) = (position(&self.data()), self.witnessed()?);
            Some(seen).filter(|seen| (seen.epoch, seen.next_sequence) == (found.epoch, found.next_sequence))
        })
    }
}

/// Where the store of a data directory stands.
pub(super) fn position(data: &Path) -> Position {
    SqliteStore::open_read_only(data, Options::default()).unwrap().position(LogId(0)).unwrap()
}

/// Copies every file of a folder into another one, which is made anew.
pub(super) fn copy(from: &Path, to: &Path) {
    let _ = fs::remove_dir_all(to);
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

/// Waits for something, twenty seconds at most.
pub(super) fn eventually<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(begun.elapsed() < Duration::from_secs(20), "not within twenty seconds: {what}");
        std::thread::park_timeout(Duration::from_millis(10));
    }
}
