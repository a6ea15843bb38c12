//! Creates a master key file.

use super::FileError;
use super::write::{beside, link, remove_if_there, write_fresh};
use crate::master::MasterKey;
use std::path::Path;

/// Creates the file, of mode 0600, durable when this returns. Nothing may be sealed under the key before.
///
/// Order of writes, each durable before the next:
///
/// 1. `FILE.next` is written. *Stopped here: there is no `FILE`; the leftover is replaced by the next attempt.*
/// 2. `FILE` becomes a second name of it, unless there is one already. *Stopped here: `FILE` is whole; the leftover
///    is the same key and harmless.*
/// 3. `FILE.next` is removed.
///
/// # Errors
/// [`FileError::Exists`] if there is a file already, which is left as it is; [`FileError::Io`].
pub fn create(path: &Path, key: &MasterKey) -> Result<(), FileError> {
    if path.symlink_metadata().is_ok() {
        return Err(FileError::Exists { path: path.to_owned() });
    }
    let next = beside(path, ".next");
    write_fresh(&next, key)?;
    link(&next, path)?;
    remove_if_there(&next)
}
