//! A mark in the data directory that it has a witness. An empty mount point looks like a witness that
//! is new; with the mark it does not.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

const NAME: &str = "witnessed";

/// Whether a data directory has it.
pub(crate) fn is_marked(data_dir: &Path) -> bool {
    Mark::of(data_dir).is_there()
}

/// The mark of a data directory.
#[derive(Debug, Clone)]
pub(super) struct Mark(PathBuf);

impl Mark {
    pub(super) fn of(data_dir: &Path) -> Self {
        Mark(data_dir.join(NAME))
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    pub(super) fn is_there(&self) -> bool {
        self.0.exists()
    }

    /// Leaves it, durably.
    pub(super) fn leave(&self) -> io::Result<()> {
        let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&self.0);
        let mut file = match made {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Ok(()),
            made => made?,
        };
        let words = "A witness is kept of this data (see [witness] in the settings). Leave this file: by it a witness \
                     that is missing is told from one that is new.\n";
        file.write_all(words.as_bytes())?;
        file.sync_all()?;
        self.0.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
    }
}
