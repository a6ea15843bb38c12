//! The files of a store at one moment, and every moment at which a process or the power could have gone.

use crate::connect::{DATABASE, WAL};
use std::path::Path;

/// The header of a write-ahead log, and of each page in it (<https://www.sqlite.org/fileformat2.html#walformat>).
const WAL_HEADER: usize = 32;
const FRAME: usize = 24 + 4096;

pub(super) struct Disk {
    database: Vec<u8>,
    wal: Vec<u8>,
}

impl Disk {
    /// A store that was closed in order.
    pub(super) fn resting(database: &[u8]) -> Self {
        Disk { database: database.to_vec(), wal: Vec::new() }
    }

    pub(super) fn read(dir: &Path) -> Self {
        let read = |name| std::fs::read(dir.join(name)).unwrap();
        Disk { database: read(DATABASE), wal: read(WAL) }
    }

    pub(super) fn put(&self, dir: &Path) {
        std::fs::write(dir.join(DATABASE), &self.database).unwrap();
        std::fs::write(dir.join(WAL), &self.wal).unwrap();
    }

    /// The log cut before its header, within it, after it, and after, within the head and in the middle of every page.
    /// Nothing is copied into the database meanwhile, so these are all the states the disk goes through.
    pub(super) fn cuts(&self) -> Vec<Disk> {
        let frames = (WAL_HEADER..self.wal.len()).step_by(FRAME);
        let ends = frames.flat_map(|at| [at, at + 10, at + 24, at + 2000]);
        let ends = [0, 16].into_iter().chain(ends).chain([self.wal.len()]);
        let cut = |end: usize| self.wal.get(..end.min(self.wal.len())).unwrap().to_vec();
        ends.map(|end| Disk { database: self.database.clone(), wal: cut(end) }).collect()
    }
}
