//! A directory elsewhere: another disk, a mounted share.
//!
//! # Order of writes
//! The statement is written under another name and synced, renamed, and the directory is synced: under
//! its name there is a whole statement at any time, the one before or this one.

use super::PlaceError;
use claviger_audit::witness::{MAX_STATEMENT, Statement};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

const NAME: &str = "claviger.witness";

/// A directory. It is never made: one that is not there may be a mount that is missing.
pub(crate) struct Directory(pub(crate) PathBuf);

impl Directory {
    pub(crate) fn file(&self) -> PathBuf {
        self.0.join(NAME)
    }

    pub(super) fn read(&self) -> Result<Option<Vec<u8>>, PlaceError> {
        let path = self.file();
        match bounded(&path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound && self.0.is_dir() => Ok(None),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Err(PlaceError::NoDirectory(self.0.clone()))
            }
            Err(cause) => Err(PlaceError::File { path, what: "cannot be read", cause }),
        }
    }

    pub(super) fn write(&self, statement: &Statement) -> Result<(), PlaceError> {
        let path = self.file();
        // Another store that shares the directory by mistake writes under another name.
        let partial = self.0.join(format!(".{NAME}.{}.partial", statement.store));
        let failed = |what| {
            let path = path.clone();
            move |cause| PlaceError::File { path, what, cause }
        };
        let made = anew(&partial).and_then(|mut file| {
            file.write_all(statement.to_string().as_bytes())?;
            file.sync_all()
        });
        if let Err(error) = made {
            let _ = fs::remove_file(&partial);
            return Err(failed("cannot be written")(error));
        }
        fs::rename(&partial, &path).map_err(failed("cannot be given its name"))?;
        File::open(&self.0).and_then(|folder| folder.sync_all()).map_err(failed("cannot be synced"))
    }
}

/// Never through a link that somebody else put there. What a killed process left is taken away.
fn anew(path: &Path) -> io::Result<File> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}

/// One byte more than any statement is enough to see that it is none.
fn bounded(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(MAX_STATEMENT as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
