//! The single writes that creating and rotating are made of, each durable before it returns.

use super::FileError;
use crate::master::MasterKey;
use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

/// The same name with something appended: `master.key` and `.next` are `master.key.next`.
pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(ending);
    name.into()
}

/// Writes a new file that only we can read. A file of that name was left by a stop in the middle, before anything
/// could depend on it, and is replaced.
pub(super) fn write_fresh(path: &Path, key: &MasterKey) -> Result<(), FileError> {
    remove_if_there(path)?;
    let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    let mut file = made.map_err(FileError::io("create it", path))?;
    // The one place where a master key leaves the process: into a file of mode 0600.
    file.write_all(key.to_text().expose()).map_err(FileError::io("write it", path))?;
    file.sync_all().map_err(FileError::io("make it durable", path))?;
    sync_folder(path)
}

/// Gives a file a second name; fails if that name is taken.
pub(super) fn link(from: &Path, to: &Path) -> Result<(), FileError> {
    fs::hard_link(from, to).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => FileError::Exists { path: to.to_owned() },
        _ => FileError::io("give the key this name", to)(error),
    })?;
    sync_folder(to)
}

/// Moves a file over another.
pub(super) fn replace(from: &Path, to: &Path) -> Result<(), FileError> {
    fs::rename(from, to).map_err(FileError::io("replace it", to))?;
    sync_folder(to)
}

/// Removes a file, if it is there.
pub(super) fn remove_if_there(path: &Path) -> Result<(), FileError> {
    match fs::remove_file(path) {
        Ok(()) => sync_folder(path),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(FileError::io("remove it", path)(error)),
    }
}

/// A name is durable only once its folder is.
fn sync_folder(path: &Path) -> Result<(), FileError> {
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let synced = File::open(folder).and_then(|folder| folder.sync_all());
    synced.map_err(FileError::io("make its folder durable", folder))
}
