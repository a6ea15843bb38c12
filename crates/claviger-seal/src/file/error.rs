//! What can be wrong with a master key file. Names the file and the remedy, never its content.

use crate::master::MasterKeyTextError;
use std::io;
use std::path::PathBuf;

/// Why the master key file was not read or not written.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The system refused.
    #[error("{}: cannot {doing}", path.display())]
    Io {
        /// What was being done.
        doing: &'static str,
        /// With which file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// There is none.
    #[error("{}: there is no master key file", path.display())]
    Missing {
        /// Where it was expected.
        path: PathBuf,
    },
    /// There is one already, and it is not overwritten.
    #[error("{}: there is a file already, and it is left as it is", path.display())]
    Exists {
        /// Where it is.
        path: PathBuf,
    },
    /// A symbolic link, a folder, a pipe, a device.
    #[error("{}: must be a regular file, not a link or anything else", path.display())]
    NotRegular {
        /// Where it is.
        path: PathBuf,
    },
    /// It belongs to somebody else.
    #[error("{}: belongs to user {owner}, must belong to user {us}", path.display())]
    Owner {
        /// Where it is.
        path: PathBuf,
        /// Number of its owner.
        owner: u32,
        /// Number of the user this program runs as.
        us: u32,
    },
    /// Others may read or write it.
    #[error("{}: mode {mode:04o} lets others at it; run `chmod 600` on it, and rotate if they may have read it", path.display())]
    Mode {
        /// Where it is.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// It is there and private, but not a master key.
    #[error("{}: cannot be read as a master key", path.display())]
    Content {
        /// Where it is.
        path: PathBuf,
        /// What is wrong.
        source: MasterKeyTextError,
    },
    /// The rotation before has not been finished: the database may still need the key before the current one.
    #[error("{}: an earlier rotation is not finished", path.display())]
    Unfinished {
        /// The file with the key before.
        path: PathBuf,
    },
}

impl FileError {
    pub(super) fn io(doing: &'static str, path: &std::path::Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { doing, path, source }
    }

    /// Whether the file is simply not there.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        matches!(self, Self::Missing { .. })
    }
}
