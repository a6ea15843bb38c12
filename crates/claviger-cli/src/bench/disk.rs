//! The yardstick for a durable write: append 4 KiB and `fdatasync`, on the same volume.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;
use std::time::Instant;

const BLOCK: [u8; 4096] = [b'x'; 4096];

/// A file to append to, removed at the end.
pub(super) struct Yardstick {
    file: File,
    path: std::path::PathBuf,
}

impl Yardstick {
    pub(super) fn create(folder: &Path) -> io::Result<Self> {
        let path = folder.join("yardstick");
        let file = OpenOptions::new().create_new(true).append(true).open(&path)?;
        Ok(Yardstick { file, path })
    }

    /// Microseconds of each of `times` appends.
    pub(super) fn measure(&mut self, times: usize) -> io::Result<Vec<u32>> {
        let mut append = || {
            let started = Instant::now();
            self.file.write_all(&BLOCK)?;
            self.file.sync_data()?;
            Ok(u32::try_from(started.elapsed().as_micros()).unwrap_or(u32::MAX))
        };
        (0..times).map(|_| append()).collect()
    }
}

impl Drop for Yardstick {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}
