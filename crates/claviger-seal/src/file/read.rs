//! Reads a master key file, and refuses a lax one.

use super::FileError;
use crate::master::MasterKey;
use rustix::fs::OFlags;
use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Read as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::Path;
use zeroize::Zeroizing;

/// More than any master key file has; the rest of a longer file is not looked at.
const MAX_LEN: usize = 1024;

/// Reads the master key from a file that only its owner, who must be us, can read or write.
///
/// # Errors
/// [`FileError`]: missing, not a regular file, another owner, group or other bits, not a master key.
pub fn read(path: &Path) -> Result<MasterKey, FileError> {
    let mut file = open(path)?;
    check(path, &file.metadata().map_err(FileError::io("look at it", path))?)?;
    // Made large enough at once: growing would leave a copy of the key behind.
    let mut text = Zeroizing::new(Vec::with_capacity(MAX_LEN));
    file.by_ref().take(MAX_LEN as u64).read_to_end(&mut text).map_err(FileError::io("read it", path))?;
    MasterKey::from_text(&text).map_err(|source| FileError::Content { path: path.to_owned(), source })
}

/// Does not follow a link, does not wait for a pipe.
fn open(path: &Path) -> Result<File, FileError> {
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    let opened = OpenOptions::new().read(true).custom_flags(flags.bits().cast_signed()).open(path);
    opened.map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => FileError::Missing { path: path.to_owned() },
        _ if is_link(&error) => FileError::NotRegular { path: path.to_owned() },
        _ => FileError::io("open it", path)(error),
    })
}

fn is_link(error: &io::Error) -> bool {
    error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error())
}

fn check(path: &Path, found: &Metadata) -> Result<(), FileError> {
    let path = path.to_owned();
    let (us, owner, mode) = (rustix::process::geteuid().as_raw(), found.uid(), found.mode() & 0o7777);
    if !found.is_file() {
        return Err(FileError::NotRegular { path });
    }
    if owner != us {
        return Err(FileError::Owner { path, owner, us });
    }
    if mode & 0o077 != 0 {
        return Err(FileError::Mode { path, mode });
    }
    Ok(())
}
